//! Results to share: as Markdown for a pull request or a chat, and as a card.

use crate::{
    bars,
    model::Model,
    qr::Code,
    sentence,
    text::{dollars, wrapped},
    widget::pays_from,
};
use cost::{Comparison, Month, Range};
use data_core::{Language, TimingSet, TimingSource, Variant};
use html_escape::encode_text;
use std::fmt::Write;

/// A result in words.
struct Shared<'a> {
    set: &'a TimingSet,
    comparison: Comparison<'a>,
    sentence: String,
    decision: Option<String>,
    /// The kind of its figures, and what else it rests on.
    basis: String,
    /// The range that the estimate's error allows.
    range: Option<String>,
}

impl<'a> Shared<'a> {
    /// `None` without a bill.
    fn of(model: &'a Model) -> Option<Self> {
        let form = &model.form;
        let set = form.set(&model.tables)?;
        let comparison = Comparison::of(&form.prices, set, &form.scenario).ok()?;
        let range = Range::of(&comparison, &form.prices, set, &form.scenario);
        // To the recipient, the figures are not "your figures".
        let is_own = set.source == TimingSource::Own;
        let kind = if is_own {
            "own figures"
        } else {
            set.source.mark()
        };
        Some(Self {
            set,
            sentence: sentence::result(form, &comparison),
            decision: sentence::decision(form, &comparison, pays_from(model, &comparison)),
            basis: format!("{}: {}.", capitalised(kind), sentence::basis(form)),
            range: range.map(|range| sentence::range(&range)),
            comparison,
        })
    }
}

fn capitalised(words: &str) -> String {
    let (first, rest) = words.split_at(1);
    [&first.to_ascii_uppercase(), rest].concat()
}

/// The result as Markdown, with the scenario's address; `None` without a bill. The address has none of the
/// reader's own figures.
#[must_use]
pub fn markdown(model: &Model, address: &str) -> Option<String> {
    let shared = Shared::of(model)?;
    let months = &shared.comparison.months;
    let mut text = format!(
        "**{}**\n\n| Per month |",
        escaped_markdown(&shared.sentence)
    );
    for month in months {
        let _ = write!(text, " {} |", month.variant().label());
    }
    text.push_str("\n| --- |");
    text.push_str(&" ---: |".repeat(months.len()));
    text.push('\n');
    let mut row = |name: &str, amount: &dyn Fn(&Month) -> String| {
        let _ = write!(text, "| {name} |");
        for month in months {
            let _ = write!(text, " {} |", amount(month));
        }
        text.push('\n');
    };
    for item in shared.comparison.items() {
        row(item.label(), &|month| dollars(month.bill.amount(item)));
    }
    row("**Total**", &|month| {
        format!("**{}**", dollars(month.bill.total()))
    });
    let basis = [Some(shared.basis), shared.range].into_iter().flatten();
    let basis = basis.collect::<Vec<_>>().join(" ");
    let provenance = if shared.set.source == TimingSource::Own {
        "The link leaves out these figures: it opens with the estimate for AWS.".to_owned()
    } else {
        escaped_markdown(&shared.set.provenance)
    };
    let parts = [shared.decision, Some(basis), Some(provenance)];
    for part in parts.into_iter().flatten() {
        let _ = write!(text, "\n{part}\n");
    }
    let _ = write!(text, "\n[Open this scenario]({address})\n");
    Some(text)
}

/// Names of functions may hold what Markdown reads as its own.
fn escaped_markdown(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        if "\\`*_[]<>|~".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

const WIDTH: usize = 1200;
const LEFT: usize = 60;
/// The longest bar.
const BAR: u64 = 1080;
/// The distance from one bar to the next.
const STEP: usize = 84;
/// The QR code's side.
const CODE: usize = 200;

/// The result as a drawing that stands for itself: an SVG in light colours, with the scenario's address and
/// its QR code; `None` without a bill.
#[must_use]
pub fn card(model: &Model, address: &str) -> Option<String> {
    let shared = Shared::of(model)?;
    let mut card = Card {
        shapes: String::new(),
        y: 30,
    };
    card.words(
        &shared.sentence,
        34,
        56,
        "font-weight=\"700\" fill=\"#111\"",
    );
    card.y += 10;
    for bar in bars::lengths(&shared.comparison) {
        card.bar(&bar);
    }
    card.y += 20;
    if let Some(decision) = &shared.decision {
        card.words(decision, 28, 70, "fill=\"#111\"");
    }
    let foot = card.y + 24;
    card.y = foot;
    let (page, _) = address.split_once('#').unwrap_or((address, ""));
    let (_, page) = page.split_once("://").unwrap_or(("", page));
    let fixed = dollars(shared.comparison.per_invocation());
    let fixed = format!("Grey: {fixed} is charged per invocation, regardless of language.");
    let rests_on = [Some(shared.basis), Some(fixed), shared.range];
    for words in rests_on.iter().flatten() {
        card.words(words, 22, 72, "fill=\"#444\"");
    }
    card.words(page, 22, 72, "fill=\"#20609f\"");
    if let Some(code) = Code::of(address) {
        card.code(&code, foot);
        card.y = card.y.max(foot + CODE);
    }
    let height = card.y + 36;
    let shapes = card.shapes;
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', \
         Arial, sans-serif\"><rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\
         <rect width=\"{WIDTH}\" height=\"14\" fill=\"#b3420a\"/>{shapes}</svg>"
    ))
}

/// A card as far as it is drawn.
struct Card {
    shapes: String,
    /// The top of the next part.
    y: usize,
}

impl Card {
    /// Words in lines of at most so many letters.
    fn words(&mut self, words: &str, size: usize, most: usize, attributes: &str) {
        for line in wrapped(words, most) {
            self.y += size * 4 / 3;
            self.text(LEFT, self.y, size, attributes, &line);
        }
        self.y += size / 3;
    }

    fn text(&mut self, x: usize, y: usize, size: usize, attributes: &str, words: &str) {
        let words = encode_text(words);
        let _ = write!(
            self.shapes,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" {attributes}>{words}</text>"
        );
    }

    fn bar(&mut self, bar: &bars::Bar) {
        let (variant, y) = (bar.month.variant(), self.y + 28);
        self.text(LEFT, y, 26, "fill=\"#111\"", variant.label());
        let amount = dollars(bar.month.bill.total());
        let end = "fill=\"#111\" font-weight=\"700\" text-anchor=\"end\"";
        self.text(WIDTH - LEFT, y, 26, end, &amount);
        let [fixed, rest] = [bar.fixed, bar.rest].map(|permille| permille * BAR / 1000);
        let (top, after) = (y + 10, LEFT as u64 + fixed);
        let colour = colour(variant);
        let _ = write!(
            self.shapes,
            "<rect x=\"{LEFT}\" y=\"{top}\" width=\"{fixed}\" height=\"30\" fill=\"#9a9a9a\"/>\
             <rect x=\"{after}\" y=\"{top}\" width=\"{rest}\" height=\"30\" fill=\"{colour}\"/>"
        );
        self.y += STEP;
    }

    fn code(&mut self, code: &Code, y: usize) {
        let Code { size, path } = code;
        let x = WIDTH - LEFT - CODE;
        let _ = write!(
            self.shapes,
            "<svg x=\"{x}\" y=\"{y}\" width=\"{CODE}\" height=\"{CODE}\" viewBox=\"0 0 {size} {size}\">\
             <path d=\"{path}\"/></svg>"
        );
    }
}

/// The colour of a variant's language in the light theme.
const fn colour(variant: Variant) -> &'static str {
    match variant.language() {
        Language::Rust => "#b3420a",
        Language::Python => "#1f5fa6",
        Language::Node => "#a3195b",
    }
}
