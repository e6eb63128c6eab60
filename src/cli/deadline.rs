//! `donthu deadline`: a due date by the law's rows, with everything that led to it.

use std::io::Write;

use super::failure::Failure;
use crate::app::law::Law;
use crate::domain::deadline::{DeadlineError, Explained, LookupError};
use crate::domain::rulebook::UnknownRule;
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
        let message = match error {
            LookupError::Unknown(UnknownRule::NoSuchName { asked, likely }) => {
                format!("không có quy định “{asked}”. Gần giống: {}.", likely.join(", "))
            }
            LookupError::Unknown(UnknownRule::NotInForce { asked, on, rows, .. }) => {
                let rows = rows.into_iter().map(|(id, from, to)| {
                    let to = to.map_or_else(|| "nay".to_owned(), label::date);
                    format!("{id} từ {} đến {to}", label::date(from))
                });
                format!(
                    "“{asked}” không có hiệu lực ngày {}: {}.",
                    label::date(on),
                    rows.collect::<Vec<_>>().join("; ")
                )
            }
            LookupError::Deadline(DeadlineError::Unset { rule, citation }) => {
                format!("{rule} ({citation}) không định số ngày: lãnh đạo ấn định.")
            }
            LookupError::Deadline(DeadlineError::Pauses(day)) => {
                format!("lần tạm dừng từ {} không hợp lý.", label::date(day))
            }
            LookupError::Deadline(DeadlineError::OutOfRange) => "ngày nằm ngoài lịch.".into(),
        };
        Self::new(Exit::Refused, message)
    }
}
