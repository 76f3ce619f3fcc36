// palette: a class in, its colour and shape out. Shape and colour say the same, for those who see no colour.
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
  readonly kinds: Record<Kind, string>;
  readonly paper: string;
  readonly ink: string;
  readonly faint: string;
  readonly disc: string;
  readonly line: string;
  readonly accent: string;
}

/** The same colours stand in style.css as --Park, --Company…; each has a contrast of 3 to its paper. */
export const PALETTES: Record<Theme, Palette> = {
  light: {
    kinds: {
      Park: "#0c7c6f",
      Company: "#2b68b0",
      Project: "#c75f12",
      Person: "#7d4aa6",
      Organization: "#56697d",
      Place: "#5d7d2a",
      Industry: "#94603a",
      Initiative: "#b23a6c",
      Honor: "#a27a00",
    },
    paper: "#fbfaf7",
    ink: "#22262b",
    faint: "#6a7078",
    disc: "#efece3",
    line: "#8d949c",
    accent: "#d1350f",
  },
  dark: {
    kinds: {
      Park: "#3fbfae",
      Company: "#6ea8ea",
      Project: "#f0975a",
      Person: "#b78be0",
      Organization: "#9bb0c5",
      Place: "#a3c266",
      Industry: "#c99a72",
      Initiative: "#e67fae",
      Honor: "#dcb43c",
    },
    paper: "#16191d",
    ink: "#e8e6e1",
    faint: "#9aa1a9",
    disc: "#20252b",
    line: "#7c848d",
    accent: "#ff7a55",
  },
};

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
