//! What the calculator knows, and what changes it.

use crate::{
    Field, Form, link,
    own::{Own, Source},
};
use data::{TimingSource, wire::Tables};

/// The calculator's state.
pub struct Model {
    /// Prices and timings, with the reader's own.
    pub tables: Tables,
    /// The scenario.
    pub form: Form,
    /// The reader's own figures.
    pub own: Own,
    /// What could not be read of the link that the page was opened with.
    pub unread: Vec<String>,
    /// Whether the QR code is shown.
    pub shows_qr_code: bool,
}

/// What happens to the calculator.
pub enum Message {
    /// Something was typed or chosen.
    Field(Field, String),
    /// Own figures were given: what was read of their text.
    Own(Source, String),
    /// Another link was opened in this page.
    Link(String),
    /// The QR code was asked for, or is to go away.
    QrCode,
}

impl Model {
    /// The calculator of a page that was opened with the scenario `hash`.
    #[must_use]
    pub fn of_link(tables: Tables, hash: &str) -> Self {
        let (form, unread) = link::read(&tables, hash);
        Self {
            tables,
            form,
            own: Own::default(),
            unread,
            shows_qr_code: false,
        }
    }

    /// Returns whether there is anything to show.
    pub fn take(&mut self, message: Message) -> bool {
        match message {
            Message::Field(field, text) => self.form.change(&self.tables, field, text),
            Message::Own(source, text) => {
                self.form.touch();
                self.take_own(source, &text);
            }
            Message::Link(hash) if link::is_scenario(&hash) => {
                (self.form, self.unread) = link::read(&self.tables, &hash);
            }
            Message::Link(_) => return false,
            Message::QrCode => self.shows_qr_code = !self.shows_qr_code,
        }
        true
    }

    fn take_own(&mut self, source: Source, read: &str) {
        if !self.own.change(source, read) {
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
