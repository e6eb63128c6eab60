//! The parts of a step's form, and reading them back: what was typed is kept, all errors come at once.
//!
//! A form is a list of [`Section`]s of [`Field`]s; the template knows only their shapes. [`Reader`] turns the posted
//! values into the domain's and notes beside each field what is wrong with it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::document::{DocumentKind, IssuedDocument};
use crate::domain::petition::DocumentMention;
use crate::domain::text::{self, TextError};
use crate::label;
use crate::web::form::FieldErrors;
use crate::web::petitions::list::Choice;

/// Longest single line.
const LINE_MAX: usize = 300;
/// Longest remark or text of a step.
const TEXT_MAX: usize = 4000;
/// Most recipients of a document.
const RECIPIENTS_MAX: usize = 40;

/// What was posted, by name.
#[derive(Debug, Clone, Default)]
pub(super) struct Values(BTreeMap<String, Vec<String>>);

impl Values {
    pub(super) fn posted(pairs: Vec<(String, String)>) -> Self {
        let mut values = Self::default();
        for (name, value) in pairs {
            values.0.entry(name).or_default().push(value);
        }
        values
    }

    pub(super) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), vec![value.into()]);
    }

    pub(super) fn set_all(&mut self, name: &str, values: impl Iterator<Item = &'static str>) {
        self.0.insert(name.to_owned(), values.map(str::to_owned).collect());
    }

    pub(super) fn one(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    pub(super) fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }
}

/// The shape of a field.
pub(super) enum Input {
    Line,
    Day,
    Number,
    Long,
    Choice(Vec<Choice>),
    Ticks(Vec<Choice>),
    Tick,
}

/// A field of a form.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) input: Input,
    pub(super) class: &'static str,
}

/// Fields that belong together.
pub(super) struct Section {
    pub(super) legend: &'static str,
    /// Meant only while this field has this value.
    pub(super) when: Option<(&'static str, &'static str)>,
    /// Rarely needed: shown folded.
    pub(super) is_folded: bool,
    pub(super) fields: Vec<Field>,
}

impl Section {
    pub(super) fn new(legend: &'static str, fields: Vec<Field>) -> Self {
        Self { legend, when: None, is_folded: false, fields }
    }

    pub(super) fn when(mut self, name: &'static str, value: &'static str) -> Self {
        self.when = Some((name, value));
        self
    }

    pub(super) fn folded(mut self) -> Self {
        self.is_folded = true;
        self
    }
}

impl Field {
    fn new(name: &'static str, label: &'static str, input: Input, class: &'static str) -> Self {
        Self { name, label, hint: "", input, class }
    }

    pub(super) fn line(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Input::Line, "c6")
    }

    pub(super) fn day(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Input::Day, "c3")
    }

    pub(super) fn number(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Input::Number, "c3")
    }

    pub(super) fn long(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Input::Long, "c12")
    }

    pub(super) fn choice(name: &'static str, label: &'static str, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Input::Choice(choices), "c6")
    }

    pub(super) fn ticks(name: &'static str, label: &'static str, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Input::Ticks(choices), "c12")
    }

    pub(super) fn tick(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Input::Tick, "c6")
    }

    pub(super) fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    pub(super) fn class(mut self, class: &'static str) -> Self {
        self.class = class;
        self
    }
}

/// A closed set, or the part of it that fits, to choose from.
pub(super) fn choices<T: Copy>(
    members: impl IntoIterator<Item = T>,
    code: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
    chosen: &[String],
) -> Vec<Choice> {
    let members = members.into_iter();
    members
        .map(|member| Choice {
            value: code(member).to_owned(),
            label: label(member).to_owned(),
            is_chosen: chosen.iter().any(|chosen| chosen == code(member)),
        })
        .collect()
}

/// Name of the field of who signed a document that a step issues.
pub(super) const SIGNER: &str = "nguoi_ky";

/// The fields of a document that a step issues.
pub(super) fn document_fields() -> Vec<Field> {
    vec![
        Field::line("so", "Số văn bản")
            .hint("Để trống: lấy số tiếp theo của sổ văn bản trong năm.")
            .class("c4"),
        Field::line(SIGNER, "Người ký, chức vụ").class("c8"),
        Field::long("noi_nhan", "Nơi nhận").hint("Mỗi nơi một dòng."),
    ]
}

/// Reads a form; what is wrong with a field is noted beside it.
pub(super) struct Reader<'a> {
    values: &'a Values,
    pub(super) errors: FieldErrors,
}

impl<'a> Reader<'a> {
    pub(super) fn new(values: &'a Values) -> Self {
        Self { values, errors: FieldErrors::default() }
    }

    /// A line; `None` where it is empty.
    pub(super) fn line(&mut self, name: &'static str) -> Option<String> {
        let read = text::line(self.values.one(name), LINE_MAX);
        self.read(name, read)
    }

    /// A text of several lines; `None` where it is empty.
    pub(super) fn text(&mut self, name: &'static str) -> Option<String> {
        let read = text::block(self.values.one(name), TEXT_MAX);
        self.read(name, read)
    }

    /// A text that may be as long as a petition.
    pub(super) fn content(&mut self, name: &'static str, max: usize) -> Option<String> {
        let read = text::block(self.values.one(name), max);
        self.read(name, read)
    }

    fn read(&mut self, name: &'static str, read: Result<String, TextError>) -> Option<String> {
        match read {
            Ok(text) => Some(text),
            Err(TextError::Empty) => None,
            Err(error @ TextError::TooLong { .. }) => {
                self.errors.add(name, label::text_error(&error));
                None
            }
        }
    }

    /// A line that must be there; what the law misses is said by the law, this by the field.
    pub(super) fn required_line(&mut self, name: &'static str) -> String {
        self.line(name).unwrap_or_else(|| self.missing(name))
    }

    pub(super) fn required_text(&mut self, name: &'static str) -> String {
        self.text(name).unwrap_or_else(|| self.missing(name))
    }

    fn missing(&mut self, name: &'static str) -> String {
        if self.errors.of(name).is_empty() {
            self.errors.add(name, "Chưa nhập.");
        }
        String::new()
    }

    /// A day; `None` where it is empty.
    pub(super) fn day(&mut self, name: &'static str) -> Option<NaiveDate> {
        let typed = self.values.one(name).trim();
        let day = label::read_date(typed);
        if day.is_none() && !typed.is_empty() {
            self.errors.add(name, "Ngày không có thật hoặc chưa đúng dạng ngày/tháng/năm.");
        }
        day
    }

    pub(super) fn required_day(&mut self, name: &'static str) -> Option<NaiveDate> {
        let day = self.day(name);
        if day.is_none() && self.errors.of(name).is_empty() {
            self.errors.add(name, "Chưa nhập ngày.");
        }
        day
    }

    /// A whole number as people type it ("1.250.000"); 0 where it is empty.
    pub(super) fn number<N: TryFrom<u64> + Default>(&mut self, name: &'static str) -> N {
        let typed: String =
            self.values.one(name).chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
        if typed.is_empty() {
            return N::default();
        }
        let number = typed.parse::<u64>().ok().and_then(|number| N::try_from(number).ok());
        number.unwrap_or_else(|| {
            self.errors.add(name, "Chưa phải là một số, hoặc quá lớn.");
            N::default()
        })
    }

    /// An area in square metres ("1.250,5") in hundredths; 0 where it is empty.
    pub(super) fn area(&mut self, name: &'static str) -> u64 {
        let typed = self.values.one(name).trim().to_owned();
        let (whole, part) = typed.split_once(',').unwrap_or((&typed, ""));
        let digits: String = whole.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
        let hundredths = match (digits.is_empty(), part.len()) {
            (true, _) => Some(0),
            (false, 0..=2) => format!("{digits}{part:0<2}").parse().ok(),
            (false, _) => None,
        };
        hundredths.unwrap_or_else(|| {
            self.errors.add(name, "Diện tích là một số, nhiều nhất hai chữ số sau dấu phẩy.");
            0
        })
    }

    /// A member of a closed set; `None`, and an error, where none is chosen.
    pub(super) fn member<T>(
        &mut self,
        name: &'static str,
        from_code: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let member = from_code(self.values.one(name));
        if member.is_none() {
            self.errors.add(name, "Chưa chọn.");
        }
        member
    }

    /// A member of a closed set; `None` where none is chosen.
    pub(super) fn optional_member<T>(
        &self,
        name: &str,
        from_code: fn(&str) -> Option<T>,
    ) -> Option<T> {
        from_code(self.values.one(name))
    }

    /// The members that are ticked.
    pub(super) fn members<T>(&self, name: &str, from_code: fn(&str) -> Option<T>) -> Vec<T> {
        self.values.all(name).iter().filter_map(|code| from_code(code)).collect()
    }

    /// Anything that is written as text and parsed; `None`, and an error, where it can't be.
    pub(super) fn parsed<T: std::str::FromStr>(
        &mut self,
        name: &'static str,
        wrong: &str,
    ) -> Option<T> {
        let read = self.values.one(name).trim().parse().ok();
        if read.is_none() {
            self.errors.add(name, wrong);
        }
        read
    }

    pub(super) fn is_ticked(&self, name: &str) -> bool {
        self.values.one(name) == "1"
    }

    pub(super) fn is_empty(&self, name: &str) -> bool {
        self.values.one(name).trim().is_empty()
    }

    /// One name a line.
    pub(super) fn lines(&mut self, name: &'static str) -> Vec<String> {
        let typed = self.text(name).unwrap_or_default();
        let lines: Vec<String> =
            typed.lines().filter_map(|line| text::line(line, LINE_MAX).ok()).collect();
        if lines.len() > RECIPIENTS_MAX {
            self.errors.add(name, format!("Nhiều nhất {RECIPIENTS_MAX} nơi nhận."));
        }
        lines
    }

    /// The document of a step, dated on its day; without a number it gets the next one of its series.
    pub(super) fn document(&mut self, kind: DocumentKind, on: NaiveDate) -> IssuedDocument {
        IssuedDocument {
            kind,
            number: self.line("so").unwrap_or_default(),
            dated: on,
            signer: self.required_line(SIGNER),
            recipients: self.lines("noi_nhan"),
        }
    }

    /// The same where the step may go without one: a signer or a number says that there is one.
    pub(super) fn optional_document(
        &mut self,
        kind: DocumentKind,
        on: NaiveDate,
    ) -> Option<IssuedDocument> {
        let is_there = !self.is_empty("so") || !self.is_empty(SIGNER);
        is_there.then(|| self.document(kind, on))
    }

    /// A document of somebody else, as it is quoted; `None` without a number.
    pub(super) fn mention(&mut self) -> Option<DocumentMention> {
        let dated = self.day("ngay_van_ban");
        self.line("so").map(|number| DocumentMention { number, dated })
    }
}
