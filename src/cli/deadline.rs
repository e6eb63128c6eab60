//! `donthu deadline`: a due date by the law's rows, with everything that led to it.

use std::io::{self, Write};

use super::failure::Failure;
use crate::app::law::Law;
use crate::domain::deadline::{Explained, LookupError};
use crate::exit::Exit;
use crate::label;

/// By the shipped law: what is asked without a data folder.
pub(super) fn run(rule: &str, from: &str, flags: Flags) -> Result<Exit, Failure> {
    answer(&Law::shipped()?, (rule, from), flags, &mut io::stdout())
}

/// What is asked besides rule and day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flags {
    pub(super) complex: bool,
    pub(super) json: bool,
}

/// By any law.
pub(super) fn answer(
    law: &Law,
    (rule, from): (&str, &str),
    flags: Flags,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let day = label::read_date(from).ok_or_else(|| {
        Failure::new(Exit::Usage, format!("“{from}” không phải là ngày (yyyy-mm-dd, dd/mm/yyyy)."))
    })?;
    let explained = law.due(rule, day, flags.complex)?;
    if flags.json {
        let line = serde_json::to_string(&explained)
            .map_err(|error| Failure::new(Exit::Failure, error.to_string()))?;
        writeln!(out, "{line}")?;
    } else {
        write!(out, "{}", sheet(&explained))?;
    }
    Ok(Exit::Success)
}

/// The count as lines of text.
fn sheet(explained: &Explained) -> String {
    let lines = label::explanation(explained);
    let lines = lines.into_iter().map(|(name, value)| format!("{name:>16}  {value}\n"));
    lines.collect()
}

impl From<LookupError> for Failure {
    fn from(error: LookupError) -> Self {
        Self::new(Exit::Refused, label::no_due_date(&error))
    }
}
