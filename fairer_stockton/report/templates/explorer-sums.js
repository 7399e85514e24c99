/* Recomputes a figure from the counts of neighbourhoods. It needs no page: Node and a browser do the same.
   Counts are added up in whole millionths, so that no digit is lost, as the report adds them up itself. */
(function (explorer) {
  "use strict";

  const MILLION = 1000000n;
  const NEAR = 5.1e-12; // two numbers that differ by less are the same to the twelve digits that are published

  function toMillionths(number) {
    return BigInt(number.toFixed(6).replace(".", ""));
  }

  function fromMillionths(amount) {
    const size = (amount < 0n ? -amount : amount).toString().padStart(7, "0");
    return Number(`${amount < 0n ? "-" : ""}${size.slice(0, -6)}.${size.slice(-6)}`);
  }

  /* The part of an amount, to the nearest millionth; a half is rounded away from zero. */
  function takePart(amount, parts) {
    const product = amount * BigInt(parts);
    return (product + (product < 0n ? -MILLION : MILLION) / 2n) / MILLION;
  }

  /* The positions of an area's neighbourhoods with the millionths of each that it holds; null where none are known. */
  function findHoldings(areas, kind, key) {
    const has = (values, name) => Object.prototype.hasOwnProperty.call(values, name);
    if (!has(areas, kind) || !has(areas[kind], key)) return null;
    const [whole, shared] = areas[kind][key];
    const holdings = [...whole.map((position) => [position, 1000000]), ...shared];
    return holdings.sort((first, second) => first[0] - second[0]);
  }

  /* The rows, both sums and the figure of an area in a period; null where its counts are not published. */
  explorer.recompute = function (replay, weights, kind, key, period) {
    for (const series of replay.series) {
      const map = weights[series.map];
      const holdings = series.period === period && map ? findHoldings(map.areas, kind, key) : null;
      if (!holdings) continue;
      const rows = holdings.map(([position, parts]) => ({
        code: map.codes[position], name: map.names[position], parts,
        above: series.above[position], below: series.below[position],
      }));
      if (rows.some((row) => row.above === null || row.below === null)) return null;
      let above = 0n;
      let below = 0n;
      for (const row of rows) {
        above += takePart(toMillionths(row.above), row.parts);
        below += takePart(toMillionths(row.below), row.parts);
      }
      const [top, bottom] = [fromMillionths(above), fromMillionths(below)];
      return { rows, map: series.map, above: top, below: bottom, value: (top / bottom) * replay.per };
    }
    return null;
  };

  function isNear(first, second) {
    return Math.abs(first - second) <= NEAR * Math.max(Math.abs(first), Math.abs(second));
  }

  /* Whether both sums and the figure are those that were published. */
  explorer.isAsPublished = function (computed, row) {
    return isNear(computed.above, row.above) && isNear(computed.below, row.below) && isNear(computed.value, row.value);
  };

  /* Rounds as the report does: a number that lies just between two goes to the even one. */
  function roundHalfEven(size, decimals) {
    const exact = size.toFixed(60);
    const cut = exact.length - 60 + decimals;
    if (!/^50*$/.test(exact.slice(cut))) return size.toFixed(decimals);
    const digits = BigInt(exact.slice(0, cut).replace(".", ""));
    const even = (digits + (digits % 2n)).toString().padStart(decimals + 1, "0");
    return decimals ? `${even.slice(0, -decimals)}.${even.slice(-decimals)}` : even;
  }

  /* Writes a figure with its unit, as the report does. */
  explorer.writeFigure = function (replay, value) {
    const [before, decimals, after] = replay.form;
    const rounded = roundHalfEven(Math.abs(value), decimals);
    const [whole, rest] = rounded.split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    const pence = rest && !(replay.whole_pounds && /^0+$/.test(rest)) ? `.${rest}` : "";
    const sign = value < 0 && /[1-9]/.test(rounded) ? "−" : "";
    return `${sign}${before}${grouped}${pence}${after}`;
  };
}(window.explorer));
