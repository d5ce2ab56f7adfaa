//! How a figure came about.

named! {
    /// How a figure came about. Each has a mark of its own, and its name is the CSS class of that mark.
    Origin {
        /// By measuring with this project: here, or on AWS.
        Measured = "measured",
        /// By a model, from what was measured.
        Estimated = "estimated",
        /// By others, who published it.
        Published = "published",
        /// By the reader.
        Yours = "yours",
    }
}
