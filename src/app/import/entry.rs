//! From what a ledger's row says to the petition that it becomes: its history, notes and unit.

use crate::app::App;
use crate::app::error::{AppError, Refused};
use crate::app::settings::{self, NewUnit};
use crate::domain::event::{Event, Happening};
use crate::domain::id::{AccountId, UnitId};
use crate::domain::ledger::{self, Column, LedgerEntry, LedgerRow};
use crate::domain::organisation::{Match, UnitKind};
use crate::domain::petition::{Assignment, Facts, Kind, Origin};
use crate::domain::text;
use crate::label;
use crate::store::import::Batch;
use crate::store::petition::NewPetition;

/// The petition that a ledger entry tells of, with the history that the book gives; `by` is who admits it.
///
/// It counts as entered by who brought the book in: to mend another's row does not open its sender.
pub(super) fn new_petition(
    app: &App,
    (batch, by): (&Batch, Option<AccountId>),
    row: &LedgerRow,
    entry: LedgerEntry,
    unit: Option<UnitId>,
) -> NewPetition {
    // One moment for all: whatever was entered at another one is work done since.
    let entered_at = app.clock.now();
    let event = |happening, on| Event { happening, on, entered_at, by, capacity: None };
    let mut history = vec![event(Happening::Received, entry.received_on)];
    if let Some(unit) = unit {
        let given_on = entry.assigning_document.as_ref().and_then(|document| document.dated);
        let assignment = Assignment {
            unit,
            mode: entry.mode,
            document: entry.assigning_document,
            due_on: entry.due_on,
        };
        let on = given_on.unwrap_or(entry.received_on);
        history.push(event(Happening::Assigned(assignment), on));
    }
    if let Some(outcome) = entry.outcome {
        let on = outcome.document.dated.unwrap_or(entry.received_on);
        history.push(event(Happening::Resolved(outcome), on));
    } else if entry.filed_away {
        history.push(event(Happening::FiledAway, entry.received_on));
    }
    let (note, sealed_note) = notes(entry.note, &entry.remarks, entry.kind);
    NewPetition {
        facts: Facts {
            kind: entry.kind,
            received_on: entry.received_on,
            written_on: entry.written_on,
            source: entry.source,
            petitioner: entry.sender,
            group_size: entry.group_size,
            content: entry.content,
            field: None,
            respondent: entry.respondent,
            enclosures: None,
            has_originals: false,
            note,
        },
        sealed_note,
        origin: Some(Origin {
            batch: batch.id,
            file: batch.file.clone(),
            sheet: row.sheet.clone(),
            row: row.row,
        }),
        entered_by: batch.by,
        history,
    }
}

/// The open note of a row, and what of a denunciation's remarks may tell who sent it.
///
/// A header that is not known may stand over anything ("Email"): of a denunciation it goes under the seal too.
fn notes(
    note: Option<String>,
    remarks: &[ledger::Remark],
    kind: Kind,
) -> (Option<String>, Option<String>) {
    let (mut open, mut sealed) = (Vec::from_iter(note), Vec::new());
    for remark in remarks {
        let (about, may_tell) = match &remark.about {
            ledger::About::Column(column) => (label::ledger_column(*column), column.is_of_sender()),
            ledger::About::Header(header) => (header.as_str(), true),
        };
        let is_sealed = may_tell && kind == Kind::Denunciation;
        let side = if is_sealed { &mut sealed } else { &mut open };
        side.push(format!("{about}: {}", remark.text));
    }
    let joined = |notes: Vec<String>| (!notes.is_empty()).then(|| notes.join("; "));
    (joined(open), joined(sealed))
}

/// Finds the units that a ledger names; one that the office does not have is added to it.
pub(super) struct UnitFinder<'a> {
    app: &'a App,
    pub(super) added: Vec<String>,
}

impl<'a> UnitFinder<'a> {
    pub(super) fn new(app: &'a App) -> Self {
        Self { app, added: Vec::new() }
    }

    /// The unit of an entry. A name that may mean two units stays in the remarks, never guessed.
    pub(super) fn find(&mut self, entry: &mut LedgerEntry) -> Result<Option<UnitId>, AppError> {
        let Some(name) = entry.unit_name.clone() else { return Ok(None) };
        match self.app.office().names.look_up(&name) {
            Match::Exact(unit) | Match::Abbreviation(unit) => Ok(Some(unit)),
            Match::Ambiguous(_) => Ok(left_in_words(entry, name)),
            Match::Unknown if !can_be_a_unit(&name) => Ok(left_in_words(entry, name)),
            Match::Unknown => {
                let new = NewUnit {
                    kind: UnitKind::of_name(&name),
                    short_name: String::new(),
                    name,
                    valid_from: None,
                };
                match settings::add_found_unit(self.app, &new) {
                    Ok(id) => {
                        self.added.push(new.name);
                        Ok(Some(id))
                    }
                    // Another import of now was faster.
                    Err(AppError::Refused(Refused::UnitNameTaken)) => {
                        self.app.reload_office()?;
                        Ok(self.app.office().names.find(&new.name))
                    }
                    Err(error) => Err(error),
                }
            }
        }
    }
}

/// Whether these words can be the name of a unit: letters or digits, and no whole paragraph.
pub(super) fn can_be_a_unit(name: &str) -> bool {
    text::line(name, settings::OFFICE_NAME_MAX).is_ok() && !text::folded_words(name).is_empty()
}

/// What stands under the unit's header and names no unit stays in the remarks.
fn left_in_words(entry: &mut LedgerEntry, text: String) -> Option<UnitId> {
    entry.remarks.push(ledger::Remark { about: ledger::About::Column(Column::Unit), text });
    None
}
