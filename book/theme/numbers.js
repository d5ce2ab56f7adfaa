// Writes figures for the pages' scripts as `cargo site` does.
/* exported threeDigits, milliseconds */
const threeDigits = (value) => {
    // Counted after rounding: 99.96 becomes 100, without decimals.
    const rounded = Number(value.toPrecision(3));
    const decimals = rounded > 0 ? 2 - Math.floor(Math.log10(rounded)) : 0;
    return value.toFixed(Math.min(Math.max(decimals, 0), 4));
};
const milliseconds = (value) => threeDigits(value) + "\u00a0ms";
