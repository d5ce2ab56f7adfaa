//! The page *Which of my functions?*: reads the exports of a reader's functions and ranks the functions by
//! what a port could save, with the engine of `cargo bill fleet`.

mod answer;
mod chart;

pub use answer::{Question, csv, html};

#[allow(
    clippy::needless_pass_by_value,
    reason = "JavaScript hands over texts, and can't lend them"
)]
mod module {
    use crate::Question;
    use wasm_bindgen::prelude::wasm_bindgen;

    #[cfg(target_arch = "wasm32")]
    #[global_allocator]
    static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

    /// The answer and its details as HTML. [`Question`] describes the arguments.
    #[wasm_bindgen]
    #[must_use]
    pub fn assess(prices: &str, port: &str, texts: Vec<String>, form: &str) -> Vec<String> {
        let question = Question {
            prices,
            port,
            texts: &texts,
            form,
        };
        crate::html(&question).into()
    }

    /// The functions as a CSV file. [`Question`] describes the arguments.
    #[wasm_bindgen]
    #[must_use]
    pub fn csv(prices: &str, port: &str, texts: Vec<String>, form: &str) -> String {
        crate::csv(&Question {
            prices,
            port,
            texts: &texts,
            form,
        })
    }
}
