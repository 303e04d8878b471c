// Marks with one meaning everywhere: diamond hostile, square neutral, circle friend, clover unknown (frames after APP-6).

type Context = CanvasRenderingContext2D;

export function frame(to: Context, identity: number, x: number, y: number, r: number): void {
  to.beginPath();
  if (identity === 3) { to.moveTo(x, y - r); to.lineTo(x + r, y); to.lineTo(x, y + r); to.lineTo(x - r, y); to.closePath(); }
  else if (identity === 2) to.rect(x - 0.8 * r, y - 0.8 * r, 1.6 * r, 1.6 * r);
  else if (identity === 1) to.arc(x, y, 0.85 * r, 0, 7);
  else for (let k = 0; k < 4; k++) { const a = k * Math.PI / 2; to.moveTo(x + 0.45 * r * Math.cos(a) + 0.5 * r, y + 0.45 * r * Math.sin(a)); to.arc(x + 0.45 * r * Math.cos(a), y + 0.45 * r * Math.sin(a), 0.5 * r, 0, 7); }
}

/** A dart that points along the course [rad from north]: what is really there. */
export function dart(to: Context, x: number, y: number, course: number, r: number): void {
  const s = Math.sin(course), c = Math.cos(course);
  const point = (ahead: number, right: number): [number, number] => [x + ahead * s + right * c, y - ahead * c + right * s];
  to.beginPath();
  to.moveTo(...point(1.25 * r, 0));
  to.lineTo(...point(-0.85 * r, 0.75 * r));
  to.lineTo(...point(-0.45 * r, 0));
  to.lineTo(...point(-0.85 * r, -0.75 * r));
  to.closePath();
}

export function cross(to: Context, x: number, y: number, r: number): void {
  to.beginPath();
  to.moveTo(x - r, y - r); to.lineTo(x + r, y + r); to.moveTo(x - r, y + r); to.lineTo(x + r, y - r);
}

export function triangle(to: Context, x: number, y: number, r: number): void {
  to.beginPath();
  to.moveTo(x - r, y - 0.7 * r); to.lineTo(x + r, y - 0.7 * r); to.lineTo(x, y + r); to.closePath();
}

export function siteMark(to: Context, kind: string, x: number, y: number, r: number): void {
  to.beginPath();
  if (kind === "radar") { to.arc(x, y, r, Math.PI, 0); to.moveTo(x, y); to.lineTo(x, y + r); to.moveTo(x - 0.6 * r, y + r); to.lineTo(x + 0.6 * r, y + r); }
  else if (kind === "battery") { to.moveTo(x - r, y + 0.7 * r); to.lineTo(x + r, y + 0.7 * r); to.moveTo(x - 0.8 * r, y + 0.2 * r); to.lineTo(x + 0.6 * r, y - r); }
  else if (kind === "command") { to.rect(x - r, y - 0.6 * r, 2 * r, 1.2 * r); }
  else { to.rect(x - 0.7 * r, y - 0.7 * r, 1.4 * r, 1.4 * r); }
}
