//! `donthu deadline`: a due date by the law's rows, with everything that led to it.

use std::io::Write;

use super::failure::Failure;
use crate::app::law::Law;
use crate::domain::deadline::{Explained, LookupError};
use crate::exit::Exit;
use crate::label;

pub(super) fn run(rule: &str, from: &str, complex: bool, json: bool) -> Result<Exit, Failure> {
    let day = label::read_date(from).ok_or_else(|| {
        Failure::new(Exit::Usage, format!("“{from}” không phải là ngày (yyyy-mm-dd, dd/mm/yyyy)."))
    })?;
    let explained = Law::shipped()?.due(rule, day, complex)?;
    let mut out = std::io::stdout();
    if json {
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
