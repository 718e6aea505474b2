import { useSize } from "./use-size";

/** What a reader should know before the numbers. Where it is longer than its room it is scrolled, also by keyboard. */
export function Notes({ said }: { said: string[] }) {
  const [ref, , height] = useSize<HTMLDivElement>();
  const longer = height > 0 && (ref.current?.scrollHeight ?? 0) > height + 1;
  return (
    <div ref={ref} className="notes" role="status" {...(longer ? { tabIndex: 0 } : {})}>
      {said.map((one) => <p key={one} dir="auto">{one}</p>)}
    </div>
  );
}
