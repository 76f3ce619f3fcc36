// palette: a class in, its colour and shape out. Shape and colour say the same, for those who see no colour.
import words from "../../words.json";
import type { Kind } from "./data";
import type { Theme } from "./state";

export type Shape =
  | "circle"
  | "square"
  | "diamond"
  | "up"
  | "down"
  | "hexagon"
  | "pentagon"
  | "star"
  | "cross";

export const SHAPES: Record<Kind, Shape> = {
  Park: "square",
  Company: "circle",
  Project: "diamond",
  Person: "up",
  Organization: "hexagon",
  Place: "down",
  Industry: "pentagon",
  Initiative: "cross",
  Honor: "star",
};

interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly faint: string;
  readonly disc: string;
  readonly line: string;
  readonly accent: string;
}

/** The colours of the paper; those of the classes stand in words.json, with a contrast of 3 to it. */
export const PALETTES: Record<Theme, Palette> = {
  light: {
    paper: "#fbfaf7",
    ink: "#22262b",
    faint: "#6a7078",
    disc: "#efece3",
    line: "#8d949c",
    accent: "#d1350f",
  },
  dark: {
    paper: "#16191d",
    ink: "#e8e6e1",
    faint: "#9aa1a9",
    disc: "#20252b",
    line: "#7c848d",
    accent: "#ff7a55",
  },
};

export const colourOf = (kind: Kind, theme: Theme): string => words.classes[kind][theme];

/** Corners of each shape around (0, 0), of about the area of a circle of radius 1; none for the circle. */
export const CORNERS: Record<Shape, readonly (readonly [number, number])[]> = {
  circle: [],
  square: polygon(4, 1.25, Math.PI / 4),
  diamond: polygon(4, 1.25, 0),
  up: polygon(3, 1.45, -Math.PI / 2),
  down: polygon(3, 1.45, Math.PI / 2),
  hexagon: polygon(6, 1.1, 0),
  pentagon: polygon(5, 1.2, -Math.PI / 2),
  star: star(5, 1.45, 0.62),
  cross: cross(1.15, 0.42),
};

function polygon(n: number, radius: number, turn: number): [number, number][] {
  return Array.from({ length: n }, (_, i) => {
    const angle = turn + (i * 2 * Math.PI) / n;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

function star(n: number, outer: number, inner: number): [number, number][] {
  return Array.from({ length: 2 * n }, (_, i) => {
    const angle = -Math.PI / 2 + (i * Math.PI) / n;
    const radius = i % 2 === 0 ? outer : inner;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

function cross(reach: number, half: number): [number, number][] {
  const r = reach;
  const h = half;
  return [
    [-h, -r],
    [h, -r],
    [h, -h],
    [r, -h],
    [r, h],
    [h, h],
    [h, r],
    [-h, r],
    [-h, h],
    [-r, h],
    [-r, -h],
    [-h, -h],
  ];
}
