// engine: SPARQL text in, an answer out, by way of the worker; stopping it ends the worker for good.
import { signal } from "@preact/signals";
import { unpack } from "../data";
import type { Ask, Load, Reply } from "./messages";

export type State = "none" | "off" | "starting" | "idle" | "running";
export type Answer = Exclude<Reply, { type: "ready" }>;

export const state = signal<State>("off");
export const result = signal<Answer | null>(null);
export const nQuads = signal(0);

let worker: Worker | null = null;
let waiting: string | null = null;

/** Start the engine, if this page carries a graph and it does not run yet. */
export async function startEngine(): Promise<void> {
  if (state.value !== "off") return;
  state.value = "starting";
  const [wasm, quads] = await Promise.all([unpack("wasm"), unpack("quads")]);
  const code = document.getElementById("worker")?.textContent;
  if (!wasm || !quads || !code) {
    state.value = "none";
    return;
  }
  const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  worker = new Worker(address);
  URL.revokeObjectURL(address);
  worker.onmessage = ({ data }: MessageEvent<Reply>) => hear(data);
  worker.onerror = (event) => hear({ type: "error", message: event.message });
  const load: Load = { wasm, quads };
  worker.postMessage(load, [wasm, quads]);
}

function hear(message: Reply): void {
  state.value = "idle";
  if (message.type === "ready") {
    nQuads.value = message.quads;
    if (waiting !== null) send(waiting);
    waiting = null;
  } else result.value = message;
}

export function ask(query: string): void {
  result.value = null;
  if (state.value === "idle") send(query);
  else {
    waiting = query;
    void startEngine();
  }
}

function send(query: string): void {
  state.value = "running";
  const message: Ask = { query };
  worker?.postMessage(message);
}

/** End a query that runs too long, and start afresh for the next one. */
export function stopEngine(): void {
  worker?.terminate();
  worker = null;
  waiting = null;
  state.value = "off";
  void startEngine();
}
