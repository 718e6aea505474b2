import type { ReactNode } from "react";

/** Own drawings on a grid of 14, stroke 1.25. */
const DRAWN: Record<string, ReactNode> = {
  app: <><rect x="4" y="1.7" width="6" height="10.6" rx="1.4" /><path d="M6.4 10.4h1.2" /></>,
  web: <><rect x="1.7" y="2.7" width="10.6" height="8.6" rx="1.4" /><path d="M1.7 5.3h10.6M3.5 4h.01" /></>,
  phone: <path d="M3.2 2.2h1.9l.9 2.5-1.2.9a6.4 6.4 0 0 0 3.6 3.6l.9-1.2 2.5.9v1.9a1 1 0 0 1-1 1A8.6 8.6 0 0 1 2.2 3.2a1 1 0 0 1 1-1Z" />,
  chat: <><path d="M4.2 5.2h5.6M4.2 7h3.2" strokeWidth="1.1" /><path d="M2.2 3.4a1.2 1.2 0 0 1 1.2-1.2h7.2a1.2 1.2 0 0 1 1.2 1.2v4.4A1.2 1.2 0 0 1 10.6 9H6.2L3.6 11.6V9h-.2a1.2 1.2 0 0 1-1.2-1.2Z" /></>,
  mail: <><rect x="1.9" y="2.9" width="10.2" height="8.2" rx="1.3" /><path d="m2.3 3.9 4.7 3.6 4.7-3.6" /></>,
  text: <><path d="M2 4.2A1.7 1.7 0 0 1 3.7 2.5h6.6A1.7 1.7 0 0 1 12 4.2v3.6a1.7 1.7 0 0 1-1.7 1.7H6.5L4 11.7V9.5h-.3A1.7 1.7 0 0 1 2 7.8Z" /><path d="M4.7 6h.01M7 6h.01M9.3 6h.01" strokeWidth="1.6" /></>,
  system: <><circle cx="7" cy="3" r="1.4" /><circle cx="3" cy="11" r="1.4" /><circle cx="11" cy="11" r="1.4" /><path d="M7 4.4v2.6M7 7 3.8 9.8M7 7l3.2 2.8" /></>,
  visit: <><path d="M1.5 9.8V4.2h6.3v5.6M7.8 6h2.6l2.1 2v1.8" /><circle cx="4" cy="10.3" r="1.2" /><circle cx="10" cy="10.3" r="1.2" /></>,
  post: <><path d="M2 4.5 7 2l5 2.5v5L7 12 2 9.5Z" /><path d="m2 4.5 5 2.5 5-2.5M7 7v5" /></>,
  store: <><path d="M2.2 6v6h9.6V6M1.5 5.2 2.6 2h8.8l1.1 3.2a1.8 1.8 0 0 1-3.6.3 1.9 1.9 0 0 1-3.8 0 1.8 1.8 0 0 1-3.6-.3Z" /><path d="M5.4 12V8.6h3.2V12" /></>,
  any: <><circle cx="7" cy="7" r="4.6" /><path d="M7 5v4M5 7h4" /></>,
  step: <circle cx="7" cy="7" r="3.4" />,
  map: <path d="M2 3.5h10M2 7h10M2 10.5h10M5.3 2v10M8.7 2v10" strokeWidth="1.1" />,
  flow: <><circle cx="2.8" cy="7" r="1.4" /><circle cx="11.2" cy="3.4" r="1.4" /><circle cx="11.2" cy="10.6" r="1.4" /><path d="M4.2 6.6c3-.4 2.6-3.2 5.6-3.2M4.2 7.4c3 .4 2.6 3.2 5.6 3.2" /></>,
  people: <><circle cx="7" cy="4.5" r="2.3" /><path d="M2.5 12c.4-2.6 2.2-4 4.5-4s4.1 1.4 4.5 4" /></>,
  bring: <><path d="M7 1.8v6.4M4.6 6 7 8.4 9.4 6" /><path d="M1.9 8.6v2.2a1.4 1.4 0 0 0 1.4 1.4h7.4a1.4 1.4 0 0 0 1.4-1.4V8.6" /></>,
  moon: <path d="M11.5 8.3A5 5 0 0 1 5.7 2.5 4.8 4.8 0 1 0 11.5 8.3Z" />,
  sun: <><circle cx="7" cy="7" r="2.6" /><path d="M7 1.2v1.4M7 11.4v1.4M1.2 7h1.4M11.4 7h1.4M2.9 2.9l1 1M10.1 10.1l1 1M2.9 11.1l1-1M10.1 3.9l1-1" /></>,
  find: <><circle cx="6" cy="6" r="3.6" /><path d="m8.8 8.8 3 3" /></>,
  back: <path d="M8.5 3 4.5 7l4 4" />,
  link: <path d="M6 8a2.4 2.4 0 0 0 3.5.2l2-2A2.4 2.4 0 0 0 8.100 2.800l-.9.9M8 6a2.4 2.4 0 0 0-3.5-.2l-2 2a2.4 2.4 0 0 0 3.400 3.400l.9-.9" />,
  keys: <path d="M1.800 4h10.400v6.300H1.800ZM4 6.200h.1M6.900 6.200h.1M9.900 6.200h.1M4.500 8.300h5" />,
  close: <path d="m3.5 3.5 7 7M10.5 3.5l-7 7" />,
  leave: <path d="M5.5 2.2H3.2a1 1 0 0 0-1 1v7.6a1 1 0 0 0 1 1h2.3M5.4 7h6.4M9.4 4.4 12 7 9.4 9.6" />,
  down: <path d="m3.8 5.5 3.2 3.2 3.2-3.2" />,
  wait: <><circle cx="7" cy="7" r="4.8" /><path d="M7 4.3V7l1.8 1.4" /></>,
};
const ALIKE: Record<string, string> = { sms: "text", email: "mail", call: "phone", shop: "store", letter: "post", browser: "web", website: "web", desk: "store" };

export function Icon({ name, size = 14 }: { name: string; size?: number }) {
  const drawn = DRAWN[name] ?? DRAWN[ALIKE[name] ?? ""] ?? DRAWN.step;
  return (
    <svg width={size} height={size} viewBox="0 0 14 14" fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      {drawn}
    </svg>
  );
}

export const Triangle = ({ size = 11 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden="true"><path d="M6 1.2 11.3 10.6H.7Z" fill="var(--orange)" /></svg>
);
export const Diamond = ({ size = 11 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden="true"><path d="M6 .8 11.2 6 6 11.2.8 6Z" fill="var(--plum)" /></svg>
);
export const Ring = ({ size = 11 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="4" fill="none" stroke="var(--amber)" strokeWidth="2" /></svg>
);

export type Evidence = "measured" | "researched" | "assumed";

/** Full: measured; half: researched; ring: assumed. */
export function EvidenceMark({ of }: { of: Evidence }) {
  return (
    <svg width="8" height="8" viewBox="0 0 8 8" role="img" aria-label={of}>
      <circle cx="4" cy="4" r="3" fill={of === "measured" ? "var(--ink-3)" : "none"} stroke="var(--ink-3)" />
      {of === "researched" && <path d="M4 1a3 3 0 0 1 0 6Z" fill="var(--ink-3)" />}
    </svg>
  );
}
