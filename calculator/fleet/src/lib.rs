//! The page *Which of my functions?*: reads what people export of their functions and ranks them by what a
//! port could save, with the engine of `cargo bill fleet`.

mod answer;
mod chart;
mod html;

pub use answer::{Answer, Question, answer};

#[cfg(target_arch = "wasm32")]
mod module {
    use crate::{Answer, Question, answer};
    use std::cell::RefCell;
    use wasm_bindgen::prelude::wasm_bindgen;

    #[global_allocator]
    static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

    thread_local! {
        static CSV: RefCell<String> = const { RefCell::new(String::new()) };
    }

    /// Answers by HTML. `prices` and `port` are what the page carries, `texts` the files, `form` what was
    /// chosen, as [`Question::form`] says.
    #[wasm_bindgen]
    #[must_use]
    pub fn assess(prices: &str, port: &str, texts: Vec<String>, form: &str) -> String {
        let question = Question {
            prices,
            port,
            texts: &texts,
            form,
        };
        let Answer { html, csv } = answer(&question);
        CSV.set(csv);
        html
    }

    /// The last answer as a spreadsheet reads it.
    #[wasm_bindgen]
    #[must_use]
    pub fn csv() -> String {
        CSV.with_borrow(Clone::clone)
    }
}
