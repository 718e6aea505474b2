import { useQuery } from "@tanstack/react-query";
import { answered, client } from "../api/client";
import { moment } from "../format";
import { Failed, wrongWith } from "../parts/failed";
import { SaveTable } from "../parts/save-table";
import { words } from "../words";

/** What was decided for a customer, what became of it, and why: of a live store alone. */
export function DecidedFor({ customer }: { customer: string }) {
  const decided = useQuery({
    queryKey: ["decided", customer],
    queryFn: ({ signal }) => answered(client.GET("/v1/studio/customers/{customer}/decided", { params: { path: { customer } }, signal })),
  });
  const wrong = wrongWith(decided);
  if (wrong) return <Failed error={wrong} retry={() => void decided.refetch()} />;
  if (!decided.data?.store || !decided.data.all) return null;
  const { all, effects } = decided.data;
  return (
    <section className="trip">
      <details open>
        <summary>{words.decided.title(all)}</summary>
        <ol className="whys">
          {effects.map((effect) => (
            <li key={effect.id} className={effect.status === "withdrawn" || effect.status === "missed" ? "mut" : ""}>
              <span className="mut">{moment(effect.at)}</span>
              <span><b dir="auto">{effect.title.replaceAll("_", " ")}</b> <span className="sec" dir="auto">{effect.says}</span>
                {effect.why && <span className="made sec" dir="auto">{effect.why}</span>}
              </span>
              <span className="sec">{words.decided.kinds[effect.kind] ?? effect.kind}</span>
            </li>
          ))}
        </ol>
        <p className="pad-wide">
          <SaveTable name="decided" of={words.decided.title(effects.length)} sheet={() => ({ columns: ["at", "kind", "status", "title", "says", "why"], rows: effects.map((one) => [one.at, one.kind, one.status, one.title, one.says, one.why ?? ""]) })} />
        </p>
        {effects.length < all && <p className="mi mut pad-wide">{words.decided.first(effects.length)}</p>}
      </details>
    </section>
  );
}
