import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Studio } from "./studio";
import { Problem } from "./api/client";
import { Door } from "./live/enter";
import { LiveNumbers } from "./live/live";
import { LiveTrouble } from "./live/state";
import { useFit } from "./parts/printing";
import { useTheme } from "./parts/theme";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/map.css";
import "./styles/panel.css";
import "./styles/flow.css";
import "./styles/people.css";
import "./styles/live.css";
import "./styles/craft.css";
import "./styles/work.css";
import "./styles/narrow.css";
import "./styles/print.css";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      // The server may be on this very machine: it is asked also where the browser takes itself for offline.
      networkMode: "always",
      // What was asked wrongly stays wrong; a server that does not answer may come back.
      retry: (times, error) => times < 3 && !(error instanceof Problem && error.status < 500),
    },
  },
});

function Themed() {
  const [theme, turn] = useTheme();
  useFit();
  return <Studio theme={theme} turnTheme={turn} />;
}

createRoot(document.getElementById("app")!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <LiveNumbers>
        <Door>
          <Themed />
        </Door>
        <LiveTrouble />
      </LiveNumbers>
    </QueryClientProvider>
  </StrictMode>,
);
