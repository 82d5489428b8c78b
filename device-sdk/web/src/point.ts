/** A position, the same as `io.parley.protocol.json.LocationPoint`: the body of `track/{track}/point`, in the form of OwnTracks. */
export interface LocationPoint {
  /** Degrees north and east. */
  lat: number;
  lon: number;
  /** When it was measured, Unix milliseconds. */
  at: number;
  /** Radius of uncertainty, metres. */
  acc?: number;
  /** Metres above sea level. */
  alt?: number;
  /** Kilometres an hour. */
  vel?: number;
  /** Degrees clockwise from north. */
  cog?: number;
  /** Charge, per cent. */
  batt?: number;
  tid?: string;
  /** Why it was sent. */
  trigger?: string;
}

export const POINT_BYTES_MAX = 4 * 1024;
/** The first moment of the year 2100: nobody measures beyond. */
const AT_MAX = 4_102_444_800_000;
const LABEL_LENGTH_MAX = 64;

/** Undefined if it is not of this form. */
export function parsePoint(body: string): LocationPoint | undefined {
  if (new TextEncoder().encode(body).length > POINT_BYTES_MAX) return undefined;
  const fields = parseObject(body);
  if (fields === undefined || (fields._type !== undefined && fields._type !== "location")) return undefined;
  const { lat, lon, tst } = fields;
  if (!isWithin(lat, 90) || !isWithin(lon, 180) || typeof tst !== "number") return undefined;
  const at = Math.round(tst * 1000);
  if (!(at >= 0 && at < AT_MAX)) return undefined;
  const point: LocationPoint = { lat, lon, at };
  for (const name of ["acc", "alt", "vel", "cog", "batt"] as const) {
    const value = fields[name] ?? undefined;
    if (value === undefined) continue;
    if (typeof value !== "number") return undefined;
    // phones send a negative number for "not known"; below the sea is a height
    if (value >= 0 || name === "alt") point[name] = value;
  }
  for (const [field, name] of [["tid", "tid"], ["t", "trigger"]] as const) {
    const value = fields[field] ?? "";
    if (typeof value !== "string" || value.length > LABEL_LENGTH_MAX) return undefined;
    if (value !== "") point[name] = value;
  }
  return point;
}

export function pointToJson(point: LocationPoint): string {
  const { at, trigger, ...rest } = point;
  return JSON.stringify({ _type: "location", ...rest, tst: at / 1000, ...(trigger === undefined ? {} : { t: trigger }) });
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isWithin(value: unknown, bound: number): value is number {
  return typeof value === "number" && Math.abs(value) <= bound;
}
