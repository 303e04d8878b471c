import { defineConfig } from "vite";

// one classic script that a page carries within itself: pages are opened from disk, where modules are not loaded
export default defineConfig({
  build: {
    target: "es2021",
    outDir: "../src/gbad/report/built",
    emptyOutDir: true,
    reportCompressedSize: false,
    lib: { entry: "src/replay/main.ts", name: "gbadReplay", formats: ["iife"], fileName: () => "replay.js" },
  },
});
