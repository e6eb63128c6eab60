//! Everything out, readable: JSON lines of the whole store. What is under seal is not among it, unless it is asked for
//! by name ([`json_lines_with_identities`]); nor why identities were opened.

mod sealed;

use std::io::Write;

use serde::Serialize;

use super::App;
use super::error::AppError;
use super::settings::Office;
use crate::domain::calendar::own::{OwnDay, OwnDayKey};
use crate::domain::correction::Correction;
use crate::domain::correction::step::StepCorrection;
use crate::domain::event::{Event, Happening};
use crate::domain::id::PetitionId;
use crate::domain::ledger::Column;
use crate::domain::organisation::Change;
use crate::domain::own_law::RowChange;
use crate::domain::permission::tenure::Tenure;
use crate::domain::permission::{Post, Role};
use crate::domain::petition::{
    Assignment, AssignmentMode, DocumentMention, Field, Outcome, Petition,
};
use crate::domain::rulebook::own::OwnRule;
use crate::domain::seal::{SealHappening, without_reasons};
use crate::domain::workflow::case::CaseHappening;
use crate::domain::workflow::petition::PaperHappening;
use crate::label;
use crate::store::Snapshot;
use crate::store::error::StoreError;
use crate::store::import::{BatchState, HeldRow, HeldState, Tally};

pub use sealed::json_lines_with_identities;

/// A petition as one line of JSON. Dates are `yyyy-mm-dd`; codes are those of addresses.
#[derive(Serialize)]
struct PetitionLine {
    r#type: &'static str,
    number: String,
    kind: &'static str,
    status: &'static str,
    stage: &'static str,
    due: Option<String>,
    received: String,
    written: Option<String>,
    /// Name, or how a protected sender is spoken of; null is anonymous.
    sender: Option<String>,
    is_sealed: bool,
    group_size: u32,
    address: Option<String>,
    ward: Option<String>,
    identity_number: Option<String>,
    phone: Option<String>,
    source: Option<String>,
    field: Option<&'static str>,
    content: String,
    respondent: Option<String>,
    enclosures: Option<String>,
    has_originals: bool,
    note: Option<String>,
    assignment: Option<AssignmentLine>,
    outcome: Option<OutcomeLine>,
    origin: Option<OriginLine>,
    history: Vec<EventLine>,
}

#[derive(Serialize)]
struct AssignmentLine {
    unit: String,
    mode: Option<&'static str>,
    document: Option<DocumentLine>,
    due: Option<String>,
}

#[derive(Serialize)]
struct OutcomeLine {
    kind: &'static str,
    document: DocumentLine,
}

#[derive(Serialize)]
struct DocumentLine {
    number: String,
    dated: Option<String>,
}

#[derive(Serialize)]
struct OriginLine {
    batch: u32,
    file: String,
    sheet: String,
    row: u32,
}

#[derive(Serialize)]
struct EventLine {
    event: &'static str,
    on: String,
    entered_at: String,
    by: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    capacity: Option<CapacityLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assignment: Option<AssignmentLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<OutcomeLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<StepLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    protection: Option<SealHappening>,
    #[serde(skip_serializing_if = "Option::is_none")]
    handed_over: Option<HandedOverLine>,
}

/// From one unit to the one that goes on in its place.
#[derive(Serialize)]
struct HandedOverLine {
    from: String,
    to: String,
    document: DocumentLine,
    keeps_officer: bool,
}

/// A change of a unit.
#[derive(Serialize)]
struct UnitChangeLine {
    what: String,
    on: String,
    document: DocumentLine,
    reason: String,
    entered_at: String,
    by: Option<u32>,
}

/// A step of the workflow, as the domain names its parts.
#[derive(Serialize)]
#[serde(untagged)]
enum StepLine {
    Paper(PaperHappening),
    Case(CaseHappening),
    Correction(Correction),
    StepCorrection(StepCorrection),
}

/// In which post somebody acted, and whose decision they recorded.
#[derive(Serialize)]
struct CapacityLine {
    #[serde(flatten)]
    post: PostLine,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_behalf_of: Option<&'static str>,
}

/// A role, and the unit that it is held for.
#[derive(Serialize)]
struct PostLine {
    role: &'static str,
    unit: Option<String>,
}

fn post_line(office: &Office, post: Post) -> PostLine {
    let unit = post.unit.map(|unit| office.full_name(unit).to_owned());
    PostLine { role: post.role.code(), unit }
}

/// A post with its days.
#[derive(Serialize)]
struct TenureLine {
    #[serde(flatten)]
    post: PostLine,
    from: String,
    until: Option<String>,
}

fn tenure_line(office: &Office, one: &Tenure) -> TenureLine {
    TenureLine {
        post: post_line(office, one.post),
        from: one.from.to_string(),
        until: one.until.map(|day| day.to_string()),
    }
}

/// Anything beside petitions, as one line of JSON.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum OtherLine {
    Office {
        name: String,
    },
    Unit {
        id: u16,
        name: String,
        short_name: String,
        kind: &'static str,
        aliases: Vec<String>,
        is_remote: bool,
        valid_from: Option<String>,
        valid_to: Option<String>,
        changes: Vec<UnitChangeLine>,
    },
    Account {
        id: u32,
        user_name: String,
        full_name: String,
        posts: Vec<TenureLine>,
        is_active: bool,
    },
    Import {
        id: u32,
        file: String,
        started_at: String,
        by: Option<u32>,
        state: BatchState,
        total: u64,
        tally: Tally,
    },
    HeldRow {
        id: u64,
        batch: u32,
        sheet: String,
        row: u32,
        cells: Vec<(&'static str, String)>,
        /// The sender is left out: it may be a denunciation.
        is_sealed: bool,
        state: String,
    },
    OwnRule {
        id: String,
        row: OwnRule,
    },
    OwnDay {
        row: OwnDay,
        /// Whether it holds; a shipped swap may be taken back.
        holds: bool,
    },
    LawChange {
        number: u32,
        at: String,
        by: u32,
        reason: String,
        document: DocumentLine,
        rows: Vec<RowChange>,
    },
    /// A record that is there and can't be read.
    Unreadable {
        table: &'static str,
        key: String,
        detail: String,
    },
}

/// Writes everything as JSON lines; a record that can't be read is a line that says so, and the rest goes on.
///
/// Gives the number of petitions written and of records that could not be read.
pub fn json_lines(app: &App, out: &mut dyn Write) -> Result<(u64, u64), AppError> {
    let snapshot = app.store.read()?;
    let office = app.office();
    let mut unreadable = write_office(&snapshot, &office, out)?;
    unreadable += write_law(&snapshot, out)?;
    let mut written = 0;
    for id in snapshot.petition_ids()? {
        match petition_line(&snapshot, &office, id) {
            Ok(Some(line)) => {
                write_line(out, &line)?;
                written += 1;
            }
            Ok(None) => {}
            Err(error) => {
                unreadable += 1;
                let (table, key) = ("petition", id.to_string());
                write_line(out, &OtherLine::Unreadable { table, key, detail: error.to_string() })?;
            }
        }
    }
    unreadable += write_imports(&snapshot, out)?;
    Ok((written, unreadable))
}

/// Name, units and accounts. Gives how many could not be read.
fn write_office(
    snapshot: &Snapshot,
    office: &Office,
    out: &mut dyn Write,
) -> Result<u64, AppError> {
    write_line(out, &OtherLine::Office { name: office.name.clone() })?;
    let units = write_each(snapshot.each_unit()?, out, |unit| OtherLine::Unit {
        id: unit.id.0,
        name: unit.name,
        short_name: unit.short_name,
        kind: unit.kind.code(),
        aliases: unit.aliases,
        is_remote: unit.is_remote,
        valid_from: unit.valid_from.map(|day| day.to_string()),
        valid_to: unit.valid_to.map(|day| day.to_string()),
        changes: unit.changes.iter().map(|change| unit_change_line(office, change)).collect(),
    })?;
    let accounts = write_each(snapshot.each_account()?, out, |account| OtherLine::Account {
        id: account.id.0,
        user_name: account.user_name,
        full_name: account.full_name,
        posts: account.posts.all().iter().map(|one| tenure_line(office, one)).collect(),
        is_active: account.is_active,
    })?;
    Ok(units + accounts)
}

/// The office's own rows of the law, and every change of them. Gives how many could not be read.
fn write_law(snapshot: &Snapshot, out: &mut dyn Write) -> Result<u64, AppError> {
    let own = snapshot.own_law()?;
    let rules = own.law.rules.into_iter().map(|(id, row)| OtherLine::OwnRule { id, row });
    let days = own.law.days.into_iter().map(|(key, row)| {
        let holds = !matches!(key, OwnDayKey::NoSwap(_));
        OtherLine::OwnDay { row, holds }
    });
    let unreadable = own.unreadable.into_iter().map(Err);
    let rows = rules.chain(days).map(Ok).chain(unreadable).collect();
    let rows = write_each(rows, out, |line| line)?;
    let changes = write_each(snapshot.each_law_change()?, out, |change| OtherLine::LawChange {
        number: change.number,
        at: change.at.to_rfc3339(),
        by: change.by.0,
        reason: change.approval.reason,
        document: document_line(&change.approval.document),
        rows: change.rows,
    })?;
    Ok(rows + changes)
}

/// Imports and the rows that wait or waited for correction. Gives how many could not be read.
fn write_imports(snapshot: &Snapshot, out: &mut dyn Write) -> Result<u64, AppError> {
    let batches = write_each(snapshot.each_batch()?, out, |batch| OtherLine::Import {
        id: batch.id.0,
        file: batch.file,
        started_at: batch.started_at.to_rfc3339(),
        by: batch.by.map(|account| account.0),
        state: batch.state,
        total: batch.total,
        tally: batch.tally,
    })?;
    let held = write_each(snapshot.each_held_row()?, out, held_line)?;
    Ok(batches + held)
}

fn held_line(held: HeldRow) -> OtherLine {
    let is_sealed = held.row.may_be_denunciation();
    let cells = held.row.cells.into_iter().filter(|cell| !is_sealed || !cell.0.is_of_sender());
    OtherLine::HeldRow {
        id: held.id.0,
        batch: held.batch.0,
        sheet: held.row.sheet,
        row: held.row.row,
        cells: cells.map(|(column, text): (Column, _)| (column.code(), text)).collect(),
        is_sealed,
        state: match held.state {
            HeldState::Waiting => "waiting".into(),
            HeldState::Admitted(year, serial) => PetitionId { year, serial }.to_string(),
            HeldState::Dropped(reason) => format!("dropped: {reason}"),
        },
    }
}

/// A line for each record; for one that can't be read a line that says so. Gives how many those are.
fn write_each<T>(
    records: Vec<Result<T, StoreError>>,
    out: &mut dyn Write,
    line: impl Fn(T) -> OtherLine,
) -> Result<u64, AppError> {
    let mut unreadable = 0;
    for record in records {
        let line = match record {
            Ok(record) => line(record),
            Err(StoreError::Corrupt { table, key, detail }) => {
                unreadable += 1;
                OtherLine::Unreadable { table, key, detail }
            }
            Err(error) => return Err(error.into()),
        };
        write_line(out, &line)?;
    }
    Ok(unreadable)
}

fn unit_change_line(office: &Office, change: &Change) -> UnitChangeLine {
    UnitChangeLine {
        what: label::alteration(&change.what, office),
        on: change.on.to_string(),
        document: document_line(&change.document),
        reason: change.reason.clone(),
        entered_at: change.entered_at.to_rfc3339(),
        by: change.by.map(|account| account.0),
    }
}

fn write_line(out: &mut dyn Write, line: &impl Serialize) -> Result<(), AppError> {
    let text =
        serde_json::to_string(line).map_err(|error| AppError::Internal(error.to_string()))?;
    writeln!(out, "{text}").map_err(|error| StoreError::from(error).into())
}

fn petition_line(
    snapshot: &Snapshot,
    office: &Office,
    id: PetitionId,
) -> Result<Option<PetitionLine>, StoreError> {
    let Some(petition) = snapshot.petition(id)? else { return Ok(None) };
    let history = without_reasons(snapshot.history(id)?, petition.is_sealed());
    let history = history.into_iter().map(|event| event_line(event, office)).collect();
    Ok(Some(line_of(petition, office, history)))
}

fn event_line(event: Event, office: &Office) -> EventLine {
    let mut line = EventLine {
        event: "",
        on: event.on.to_string(),
        entered_at: event.entered_at.to_rfc3339(),
        by: event.by.map(|account| account.0),
        capacity: event.capacity.map(|acting| CapacityLine {
            post: post_line(office, acting.post),
            on_behalf_of: acting.on_behalf_of.map(Role::code),
        }),
        assignment: None,
        outcome: None,
        reason: None,
        step: None,
        protection: None,
        handed_over: None,
    };
    line.event = match event.happening {
        Happening::Received => "received",
        Happening::Assigned(assignment) => {
            line.assignment = Some(assignment_line(office, &assignment));
            "assigned"
        }
        Happening::Resolved(outcome) => {
            line.outcome = Some(outcome_line(&outcome));
            "resolved"
        }
        Happening::HandedOver { from, to, document, reason, keeps_officer } => {
            let [from, to] = [from, to].map(|unit| office.on(event.on).full_name(unit).to_owned());
            let document = document_line(&document);
            line.handed_over = Some(HandedOverLine { from, to, document, keeps_officer });
            line.reason = Some(reason);
            "handed_over"
        }
        Happening::FiledAway => "filed_away",
        Happening::IdentityOpened { reason } => {
            line.reason = Some(reason).filter(|reason| !reason.is_empty());
            "identity_opened"
        }
        Happening::Paper(step) => {
            line.step = Some(StepLine::Paper(step));
            "paper"
        }
        Happening::Case(step) => {
            line.step = Some(StepLine::Case(step));
            "case"
        }
        Happening::Corrected(correction) => {
            line.step = Some(StepLine::Correction(correction));
            "corrected"
        }
        Happening::StepCorrected(correction) => {
            line.step = Some(StepLine::StepCorrection(correction));
            "step_corrected"
        }
        Happening::Seal(step) => {
            line.protection = Some(step);
            "protection"
        }
    };
    line
}

fn line_of(petition: Petition, office: &Office, history: Vec<EventLine>) -> PetitionLine {
    let (kind, field, stage) = (petition.kind(), petition.field(), petition.stage());
    let is_sealed = petition.seal.is_some();
    let sender = match petition.seal {
        Some(number) => Some(label::sealed(kind, petition.id.year, number)),
        None => petition.facts.petitioner.as_ref().map(|person| person.name.clone()),
    };
    let facts = petition.facts;
    let person = facts.petitioner;
    PetitionLine {
        r#type: "petition",
        number: petition.id.to_string(),
        kind: kind.code(),
        status: stage.status().code(),
        stage: stage.code(),
        due: petition.due_on.map(|day| day.to_string()),
        received: facts.received_on.to_string(),
        written: facts.written_on.map(|day| day.to_string()),
        sender,
        is_sealed,
        group_size: facts.group_size,
        address: person.as_ref().and_then(|p| p.address.clone()),
        ward: person.as_ref().and_then(|p| p.ward.clone()),
        identity_number: person
            .as_ref()
            .and_then(|p| Some(p.identity_number.as_ref()?.as_str().to_owned())),
        phone: person.as_ref().and_then(|p| Some(p.phone.as_ref()?.as_str().to_owned())),
        source: facts.source.as_ref().map(label::source),
        field: field.map(Field::code),
        content: facts.content,
        respondent: facts.respondent,
        enclosures: facts.enclosures,
        has_originals: facts.has_originals,
        note: facts.note,
        assignment: petition.assignment.as_ref().map(|a| assignment_line(office, a)),
        outcome: petition.outcome.as_ref().map(outcome_line),
        origin: petition.origin.map(|origin| OriginLine {
            batch: origin.batch.0,
            file: origin.file,
            sheet: origin.sheet,
            row: origin.row,
        }),
        history,
    }
}

fn assignment_line(office: &Office, assignment: &Assignment) -> AssignmentLine {
    AssignmentLine {
        unit: office.full_name(assignment.unit).to_owned(),
        mode: assignment.mode.map(AssignmentMode::code),
        document: assignment.document.as_ref().map(document_line),
        due: assignment.due_on.map(|day| day.to_string()),
    }
}

fn outcome_line(outcome: &Outcome) -> OutcomeLine {
    OutcomeLine { kind: outcome.kind.code(), document: document_line(&outcome.document) }
}

fn document_line(document: &DocumentMention) -> DocumentLine {
    DocumentLine {
        number: document.number.clone(),
        dated: document.dated.map(|day| day.to_string()),
    }
}
