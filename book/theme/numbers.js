// How the scripts of these pages write figures: as `cargo site` does.
/* exported threeDigits, milliseconds */
const threeDigits = (value) => {
    // By what it is rounded to: 99.96 has no decimals left.
    const rounded = Number(value.toPrecision(3));
    const decimals = rounded > 0 ? 2 - Math.floor(Math.log10(rounded)) : 0;
    return value.toFixed(Math.min(Math.max(decimals, 0), 4));
};
const milliseconds = (value) => threeDigits(value) + "\u00a0ms";
