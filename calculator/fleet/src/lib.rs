//! The page *Which of my functions?*: reads what people export of their functions and ranks them by what a
//! port could save, with the engine of `cargo bill fleet`.

mod answer;
mod chart;
mod html;

pub use answer::{Question, csv, html};

#[cfg(target_arch = "wasm32")]
#[allow(
    clippy::needless_pass_by_value,
    reason = "JavaScript gives texts away, and can't lend them"
)]
mod module {
    use crate::Question;
    use wasm_bindgen::prelude::wasm_bindgen;

    #[global_allocator]
    static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

    /// Answers by HTML: the answer, and what it is made of. `prices` and `port` are what the page carries, `texts` the files, `form` what was
    /// chosen, as [`Question::form`] says.
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

    /// The same for a spreadsheet.
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
