//! Origin of a figure.

named! {
    /// Origin of a figure. Each has a mark of its own, and its name is the CSS class of that mark.
    Origin {
        /// Measured with this project: here, or on AWS.
        Measured = "measured",
        /// Estimated by a model from what was measured.
        Estimated = "estimated",
        /// Published by others.
        Published = "published",
        /// Measured or entered by the reader.
        Yours = "yours",
    }
}
