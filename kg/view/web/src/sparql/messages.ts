// messages: what the page and its SPARQL worker say to each other.

export interface Load {
  readonly wasm: ArrayBuffer;
  readonly quads: ArrayBuffer;
}

export interface Term {
  readonly isIri: boolean;
  readonly value: string;
}

export interface Ask {
  readonly query: string;
}

export type Reply =
  | { readonly type: "ready"; readonly quads: number }
  | {
      readonly type: "rows";
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (Term | null)[])[];
      readonly ms: number;
    }
  | { readonly type: "boolean"; readonly value: boolean; readonly ms: number }
  | { readonly type: "error"; readonly message: string };
