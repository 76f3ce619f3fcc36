// pen: what drawing needs of a surface, once for the screen and PNG, once for SVG.
import { CORNERS, type Shape } from "./palette";

export const FONT =
  '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", system-ui, sans-serif';

export interface Pen {
  fill(width: number, height: number, colour: string): void;
  disc(x: number, y: number, radius: number, colour: string): void;
  /** Straight lines, four numbers each. */
  lines(ends: readonly number[], colour: string, width: number, alpha: number): void;
  shape(shape: Shape, x: number, y: number, radius: number, colour: string, edge: string): void;
  ring(x: number, y: number, radius: number, colour: string): void;
  text(
    text: string,
    x: number,
    y: number,
    size: number,
    bold: boolean,
    colour: string,
    halo: string,
  ): void;
  /** How strong what follows is drawn. */
  strength(alpha: number): void;
}

export class CanvasPen implements Pen {
  constructor(private readonly context: CanvasRenderingContext2D) {
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
  }

  fill(width: number, height: number, colour: string): void {
    this.context.fillStyle = colour;
    this.context.fillRect(0, 0, width, height);
  }

  disc(x: number, y: number, radius: number, colour: string): void {
    this.context.fillStyle = colour;
    this.context.beginPath();
    this.context.arc(x, y, radius, 0, 2 * Math.PI);
    this.context.fill();
  }

  lines(ends: readonly number[], colour: string, width: number, alpha: number): void {
    if (ends.length === 0) return;
    const { context } = this;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.globalAlpha = alpha;
    context.beginPath();
    for (let i = 0; i < ends.length; i += 4) {
      context.moveTo(ends[i], ends[i + 1]);
      context.lineTo(ends[i + 2], ends[i + 3]);
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  shape(shape: Shape, x: number, y: number, radius: number, colour: string, edge: string): void {
    const { context } = this;
    context.fillStyle = colour;
    context.beginPath();
    if (shape === "circle") context.arc(x, y, radius, 0, 2 * Math.PI);
    else for (const [cx, cy] of CORNERS[shape]) context.lineTo(x + cx * radius, y + cy * radius);
    context.closePath();
    context.fill();
    if (radius < 3) return;
    context.strokeStyle = edge;
    context.lineWidth = 1.2;
    context.stroke();
  }

  ring(x: number, y: number, radius: number, colour: string): void {
    this.context.strokeStyle = colour;
    this.context.lineWidth = 2.5;
    this.context.beginPath();
    this.context.arc(x, y, radius, 0, 2 * Math.PI);
    this.context.stroke();
  }

  text(
    text: string,
    x: number,
    y: number,
    size: number,
    bold: boolean,
    colour: string,
    halo: string,
  ): void {
    const { context } = this;
    context.font = `${bold ? 600 : 400} ${size}px ${FONT}`;
    context.strokeStyle = halo;
    context.lineWidth = 3.5;
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }

  strength(alpha: number): void {
    this.context.globalAlpha = alpha;
  }
}

export class SvgPen implements Pen {
  private readonly parts: string[] = [];
  private alpha = 1;

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {}

  fill(width: number, height: number, colour: string): void {
    this.parts.push(`<rect width="${width}" height="${height}" fill="${colour}"/>`);
  }

  disc(x: number, y: number, radius: number, colour: string): void {
    this.parts.push(`<circle cx="${r(x)}" cy="${r(y)}" r="${r(radius)}" fill="${colour}"/>`);
  }

  lines(ends: readonly number[], colour: string, width: number, alpha: number): void {
    let path = "";
    for (let i = 0; i < ends.length; i += 4)
      path += `M${r(ends[i])} ${r(ends[i + 1])}L${r(ends[i + 2])} ${r(ends[i + 3])}`;
    if (path)
      this.parts.push(
        `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" opacity="${alpha}"/>`,
      );
  }

  shape(shape: Shape, x: number, y: number, radius: number, colour: string, edge: string): void {
    const style = `fill="${colour}" stroke="${edge}" stroke-width="1.2" opacity="${this.alpha}"`;
    const points = CORNERS[shape]
      .map(([cx, cy]) => `${r(x + cx * radius)},${r(y + cy * radius)}`)
      .join(" ");
    this.parts.push(
      shape === "circle"
        ? `<circle cx="${r(x)}" cy="${r(y)}" r="${r(radius)}" ${style}/>`
        : `<polygon points="${points}" ${style}/>`,
    );
  }

  ring(x: number, y: number, radius: number, colour: string): void {
    this.parts.push(
      `<circle cx="${r(x)}" cy="${r(y)}" r="${r(radius)}" fill="none" stroke="${colour}" stroke-width="2.5"/>`,
    );
  }

  text(
    text: string,
    x: number,
    y: number,
    size: number,
    bold: boolean,
    colour: string,
    halo: string,
  ): void {
    this.parts.push(
      `<text x="${r(x)}" y="${r(y)}" font-size="${size}" font-weight="${bold ? 600 : 400}" fill="${colour}" ` +
        `stroke="${halo}" opacity="${this.alpha}">${safe(text)}</text>`,
    );
  }

  strength(alpha: number): void {
    this.alpha = alpha;
  }

  /** Give the finished picture. */
  svg(): string {
    const { width, height } = this;
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
      `font-family="${safe(FONT)}" text-anchor="middle" dominant-baseline="central" ` +
      `paint-order="stroke" stroke-linejoin="round" stroke-width="3.5">${this.parts.join("\n")}</svg>\n`
    );
  }
}

const r = (x: number): number => Math.round(x * 10) / 10;

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Make a text safe in XML, control characters left out. */
function safe(text: string): string {
  return text
    .replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, "")
    .replace(/[&<>"]/g, (c) => ENTITIES[c]);
}
