// time: dates and periods as the graph writes them in, ranges of months out.

/** First and last month, counted from year 0. */
export type Months = readonly [number, number];

/** Give the months of 2022, 2022-05, 2022-05-07, 2022-H1, 2022-Q3 or 2022-01/2022-04. */
export function monthsOf(date: string | null): Months | null {
  if (!date) return null;
  const [from, to] = date.split("/");
  const first = partOf(from);
  const last = to === undefined ? first : partOf(to);
  return first && last ? [first[0], last[1]] : null;
}

function partOf(date: string): Months | null {
  const match = /^(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})))?/.exec(date);
  if (!match) return null;
  const january = Number(match[1]) * 12;
  if (match[2]) return [january + (Number(match[2]) - 1) * 6, january + Number(match[2]) * 6 - 1];
  if (match[3]) return [january + (Number(match[3]) - 1) * 3, january + Number(match[3]) * 3 - 1];
  if (match[4]) return [january + Number(match[4]) - 1, january + Number(match[4]) - 1];
  return [january, january + 11];
}

/** Write a month as 2022-05. */
export function monthName(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
}
