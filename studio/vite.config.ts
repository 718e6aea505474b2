import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { licences } from "./licences.ts";

// The build is the same, byte for byte, wherever it is made: names hold a hash of what is inside, and nothing knows the time or the machine.
export default defineConfig({
  plugins: [react(), licences("licences.txt")],
  build: {
    outDir: "../src/desireline/studio",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One file for all that the first view needs: a browser asks for few at once.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "index", tags: ["$initial"] }] } } },
    reportCompressedSize: true,
    target: "es2022",
  },
});
