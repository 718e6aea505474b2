import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Studio } from "./studio";
import { Problem } from "./api/client";
import { useTheme } from "./parts/theme";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/map.css";
import "./styles/panel.css";
import "./styles/flow.css";
import "./styles/people.css";
import "./styles/craft.css";
import "./styles/narrow.css";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      // What was asked wrongly stays wrong; a server that does not answer may come back.
      retry: (times, error) => times < 3 && !(error instanceof Problem && error.status < 500),
    },
  },
});

function Themed() {
  const [theme, turn] = useTheme();
  return <Studio theme={theme} turnTheme={turn} />;
}

createRoot(document.getElementById("app")!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Themed />
    </QueryClientProvider>
  </StrictMode>,
);
