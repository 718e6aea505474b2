/** A logarithmic axis: where a value lies between two ends. What is beyond them lies at the end. */
export function logAxis([least, most]: [number, number], [from, to]: [number, number]): (value: number) => number {
  const [low, high] = [Math.log(least), Math.log(most)];
  return (value) => from + ((Math.log(Math.min(most, Math.max(least, value))) - low) / (high - low)) * (to - from);
}
