//! The calculator's state, and the messages that change it.

use crate::{
    Field, Form, link, memory,
    own::{Own, OwnInput},
    presets::PRESETS,
    svg,
};
use data_core::{TimingSource, wire::Tables};

/// The calculator's state.
pub struct Model {
    /// Prices and timings, with the reader's own.
    pub tables: Tables,
    /// The scenario.
    pub form: Form,
    /// The scenarios of [`PRESETS`].
    pub presets: Vec<Form>,
    /// The reader's own figures.
    pub own: Own,
    /// The parts of the link in the page's address that could not be read.
    pub unread: Vec<String>,
    /// True while the QR code is shown.
    pub shows_qr_code: bool,
    /// The width of charts in CSS pixels.
    pub chart_width: u64,
}

/// An event that changes the calculator.
pub enum Message {
    /// Something was typed or chosen.
    Field(Field, String),
    /// A memory size was chosen for every language.
    Memory(String),
    /// Own figures were given: what was read of their text.
    Own(OwnInput, String),
    /// A link was opened in this page, or a preset chosen: its hash.
    Link(String),
}

impl Model {
    /// The calculator of a page that was opened with the scenario `hash`.
    #[must_use]
    pub fn of_link(tables: Tables, hash: &str) -> Self {
        let (form, unread) = link::read(&tables, hash);
        let presets = PRESETS
            .iter()
            .map(|preset| link::read(&tables, preset.hash).0);
        let presets = presets.collect();
        Self {
            tables,
            form,
            presets,
            own: Own::default(),
            unread,
            shows_qr_code: false,
            chart_width: svg::WIDTH,
        }
    }

    /// Draws charts for a place of this width in CSS pixels. Returns whether the width has changed.
    pub fn fit_charts(&mut self, width: i32) -> bool {
        let width = u64::try_from(width).unwrap_or_default();
        let before = self.chart_width;
        // Nothing that is hidden has a width.
        if width > 0 {
            self.chart_width = width.clamp(svg::NARROWEST, svg::WIDEST);
        }
        self.chart_width != before
    }

    /// Takes what happened.
    pub fn take(&mut self, message: Message) {
        match message {
            Message::Field(field, text) => self.form.change(&self.tables, field, text),
            // The entry for sizes that differ chooses none.
            Message::Memory(text) if text == memory::DIFFERS => {}
            Message::Memory(text) => self.form.change_memory(&self.tables, &text),
            Message::Own(input, text) => {
                self.form.touch();
                self.take_own(input, &text);
            }
            Message::Link(hash) => (self.form, self.unread) = link::read(&self.tables, &hash),
        }
    }

    fn take_own(&mut self, input: OwnInput, read: &str) {
        if !self.own.change(input, read) {
            return;
        }
        self.own.put_into(&mut self.tables);
        let sets = &self.tables.sets;
        let has_own = sets.iter().any(|set| set.source == TimingSource::Own);
        let source = if has_own {
            TimingSource::Own.name()
        } else if self.form.source == TimingSource::Own {
            Field::Data.default()
        } else {
            self.form.source.name()
        };
        self.form
            .change(&self.tables, Field::Data, source.to_owned());
    }
}
