const two = (number: number) => `${number}`.padStart(2, '0');

/** The time of day of milliseconds UTC, where the browser is: `09:05:07.042`. */
export function clockTime(at: number): string {
  const date = new Date(at);
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${time}.${`${date.getMilliseconds()}`.padStart(3, '0')}`;
}

/** The same with the day: `2026-11-22 09:05:07`. */
export function dayTime(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clockTime(at).slice(0, 8)}`;
}
