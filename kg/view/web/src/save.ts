// save: a name and bytes in, a file in the reader's download folder out.

export function save(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Save a table as CSV that Excel opens with its Chinese intact (a byte order mark says UTF-8). */
export function saveCsv(name: string, rows: readonly (readonly (string | number)[])[]): void {
  const text = rows.map((row) => row.map(cell).join(",")).join("\r\n");
  save(name, new Blob([`\ufeff${text}\r\n`], { type: "text/csv;charset=utf-8" }));
}

function cell(value: string | number): string {
  // A text that begins like a formula would run in a spreadsheet; an apostrophe makes it a text again.
  const text =
    typeof value === "string" && /^[=+\-@\t\r]/.test(value) && !isNumber(value)
      ? `'${value}`
      : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const isNumber = (text: string): boolean => /^[+-]?\d+(\.\d+)?$/.test(text);
