//! Stored shapes of petitions and their events, version 1, and the way to and from the domain's types.
//!
//! Never edited after a release: a change adds a `…V2` and a conversion (see `codec`).

use serde::{Deserialize, Serialize};

use super::codec::{day, moment, stored};
use crate::domain::correction::step::StepCorrection;
use crate::domain::correction::{Correction, Kept};
use crate::domain::event::{Event, Happening};
use crate::domain::id::{AccountId, BatchId, PetitionId, UnitId};
use crate::domain::person::{IdentityNumber, Petitioner, Phone, ProtectedSender};
use crate::domain::petition::{
    Assignment, AssignmentMode, Channel, DocumentMention, Facts, Field, Kind, Origin, Outcome,
    Petition, ResultKind, Source,
};
use crate::domain::seal::{Protection, SealHappening};
use crate::domain::text;
use crate::domain::workflow::case::{Case, CaseHappening};
use crate::domain::workflow::petition::{Paper, PaperHappening};
use crate::domain::workflow::{Capacity, Stage};

/// Characters of the content that a list row shows.
const SUMMARY_CHARS: usize = 110;

/// What lists show of a petition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct HeadV1 {
    /// As classified, before that as received.
    pub(super) kind: Kind,
    pub(super) stage: Stage,
    pub(super) received: i32,
    pub(super) due: Option<i32>,
    pub(super) sender: SenderV1,
    pub(super) ward: Option<String>,
    pub(super) group_size: u32,
    pub(super) summary: String,
    pub(super) field: Option<Field>,
    pub(super) assignment: Option<AssignmentV1>,
    pub(super) outcome: Option<OutcomeV1>,
    pub(super) revision: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum SenderV1 {
    Anonymous,
    Named(String),
    Sealed(u32),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct DocumentV1 {
    number: String,
    dated: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct AssignmentV1 {
    unit: u16,
    mode: Option<AssignmentMode>,
    document: Option<DocumentV1>,
    due: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct OutcomeV1 {
    kind: ResultKind,
    document: DocumentV1,
}

/// What only the petition's own page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct BodyV1 {
    /// First: pages of search results read only this.
    content: String,
    /// As received.
    kind: Kind,
    /// As received.
    field: Option<Field>,
    written: Option<i32>,
    channel: Option<Channel>,
    from_body: Option<String>,
    address: Option<String>,
    identity_number: Option<String>,
    phone: Option<String>,
    respondent: Option<String>,
    enclosures: Option<String>,
    has_originals: bool,
    note: Option<String>,
    origin: Option<OriginV1>,
    entered_by: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct OriginV1 {
    batch: u32,
    file: String,
    sheet: String,
    row: u32,
}

/// The identity of a protected sender.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct SealedV1 {
    name: Option<String>,
    address: Option<String>,
    ward: Option<String>,
    identity_number: Option<String>,
    phone: Option<String>,
    note: Option<String>,
    /// What corrections replaced.
    kept: Vec<Kept>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct EventV1 {
    happening: HappeningV1,
    on: i32,
    entered_at: i64,
    by: Option<u32>,
    capacity: Option<Capacity>,
}

/// Variants are stored by position: append only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum HappeningV1 {
    Received,
    Assigned(AssignmentV1),
    Resolved(OutcomeV1),
    FiledAway,
    IdentityOpened(String),
    Paper(PaperHappening),
    Case(CaseHappening),
    HandedOver(HandedOverV1),
    Corrected(Correction),
    StepCorrected(StepCorrection),
    Seal(SealHappening),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct HandedOverV1 {
    from: u16,
    to: u16,
    document: DocumentV1,
    reason: String,
    keeps_officer: bool,
}

/// Where the two state machines and the sender's protection stand. Their types are stored as they are: from the first release on a change of one
/// of them is a new type, and the old one moves here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct WayV1 {
    paper: Paper,
    case: Option<Case>,
    protection: Protection,
}

stored!(
    HeadV1 in "petition_head", version 1;
    BodyV1 in "petition_body", version 1;
    WayV1 in "petition_way", version 1;
    SealedV1 in "petition_sealed", version 1;
    EventV1 in "petition_event", version 1;
);

impl From<&DocumentMention> for DocumentV1 {
    fn from(document: &DocumentMention) -> Self {
        Self { number: document.number.clone(), dated: document.dated.map(day::number) }
    }
}

impl From<DocumentV1> for DocumentMention {
    fn from(stored: DocumentV1) -> Self {
        Self { number: stored.number, dated: stored.dated.map(day::date) }
    }
}

impl From<&Assignment> for AssignmentV1 {
    fn from(assignment: &Assignment) -> Self {
        Self {
            unit: assignment.unit.0,
            mode: assignment.mode,
            document: assignment.document.as_ref().map(Into::into),
            due: assignment.due_on.map(day::number),
        }
    }
}

impl From<AssignmentV1> for Assignment {
    fn from(stored: AssignmentV1) -> Self {
        Self {
            unit: UnitId(stored.unit),
            mode: stored.mode,
            document: stored.document.map(Into::into),
            due_on: stored.due.map(day::date),
        }
    }
}

impl From<&Outcome> for OutcomeV1 {
    fn from(outcome: &Outcome) -> Self {
        Self { kind: outcome.kind, document: (&outcome.document).into() }
    }
}

impl From<OutcomeV1> for Outcome {
    fn from(stored: OutcomeV1) -> Self {
        Self { kind: stored.kind, document: stored.document.into() }
    }
}

impl HeadV1 {
    pub(super) fn of(petition: &Petition) -> Self {
        let facts = &petition.facts;
        let sender = match (petition.seal, &facts.petitioner) {
            (Some(number), _) => SenderV1::Sealed(number),
            (None, Some(petitioner)) => SenderV1::Named(petitioner.name.clone()),
            (None, None) => SenderV1::Anonymous,
        };
        Self {
            kind: petition.kind(),
            stage: petition.stage(),
            received: day::number(facts.received_on),
            due: petition.due_on.map(day::number),
            sender,
            ward: facts.petitioner.as_ref().and_then(|p| p.ward.clone()),
            group_size: facts.group_size,
            summary: text::clip(&facts.content, SUMMARY_CHARS),
            field: petition.field(),
            assignment: petition.assignment.as_ref().map(Into::into),
            outcome: petition.outcome.as_ref().map(Into::into),
            revision: petition.revision,
        }
    }
}

impl BodyV1 {
    pub(super) fn of(petition: &Petition) -> Self {
        let facts = &petition.facts;
        let petitioner = facts.petitioner.as_ref();
        Self {
            content: facts.content.clone(),
            kind: facts.kind,
            field: facts.field,
            written: facts.written_on.map(day::number),
            channel: facts.source.as_ref().map(|source| source.channel),
            from_body: facts.source.as_ref().and_then(|source| source.from_body.clone()),
            address: petitioner.and_then(|p| p.address.clone()),
            identity_number: petitioner
                .and_then(|p| Some(p.identity_number.as_ref()?.as_str().to_owned())),
            phone: petitioner.and_then(|p| Some(p.phone.as_ref()?.as_str().to_owned())),
            respondent: facts.respondent.clone(),
            enclosures: facts.enclosures.clone(),
            has_originals: facts.has_originals,
            note: facts.note.clone(),
            origin: petition.origin.as_ref().map(|origin| OriginV1 {
                batch: origin.batch.0,
                file: origin.file.clone(),
                sheet: origin.sheet.clone(),
                row: origin.row,
            }),
            entered_by: petition.entered_by.map(|account| account.0),
        }
    }
}

impl BodyV1 {
    /// Whether it holds anything of the sender.
    pub(super) fn tells_sender(&self) -> bool {
        self.address.is_some() || self.identity_number.is_some() || self.phone.is_some()
    }
}

impl WayV1 {
    pub(super) fn of(petition: &Petition) -> Self {
        Self {
            paper: petition.paper.clone(),
            case: petition.case.clone(),
            protection: petition.protection.clone(),
        }
    }
}

/// The petition that a head, a body and a way make together.
pub(super) fn petition(id: PetitionId, head: HeadV1, body: BodyV1, way: WayV1) -> Petition {
    let (seal, petitioner) = match head.sender {
        SenderV1::Anonymous => (None, None),
        SenderV1::Sealed(number) => (Some(number), None),
        SenderV1::Named(name) => {
            let petitioner = Petitioner {
                name,
                address: body.address,
                ward: head.ward,
                identity_number: body.identity_number.and_then(|n| IdentityNumber::parse(&n).ok()),
                phone: body.phone.and_then(|number| Phone::parse(&number).ok()),
            };
            (None, Some(petitioner))
        }
    };
    let source = body.channel.map(|channel| Source { channel, from_body: body.from_body });
    Petition {
        id,
        revision: head.revision,
        facts: Facts {
            kind: body.kind,
            received_on: day::date(head.received),
            written_on: body.written.map(day::date),
            source,
            petitioner,
            group_size: head.group_size,
            content: body.content,
            field: body.field,
            respondent: body.respondent,
            enclosures: body.enclosures,
            has_originals: body.has_originals,
            note: body.note,
        },
        seal,
        origin: body.origin.map(|origin| Origin {
            batch: BatchId(origin.batch),
            file: origin.file,
            sheet: origin.sheet,
            row: origin.row,
        }),
        entered_by: body.entered_by.map(AccountId),
        assignment: head.assignment.map(Into::into),
        outcome: head.outcome.map(Into::into),
        paper: way.paper,
        case: way.case,
        protection: way.protection,
        due_on: head.due.map(day::date),
    }
}

impl From<&ProtectedSender> for SealedV1 {
    fn from(sender: &ProtectedSender) -> Self {
        let person = sender.petitioner.as_ref();
        Self {
            name: person.map(|p| p.name.clone()),
            address: person.and_then(|p| p.address.clone()),
            ward: person.and_then(|p| p.ward.clone()),
            identity_number: person
                .and_then(|p| Some(p.identity_number.as_ref()?.as_str().to_owned())),
            phone: person.and_then(|p| Some(p.phone.as_ref()?.as_str().to_owned())),
            note: sender.note.clone(),
            kept: sender.kept.clone(),
        }
    }
}

impl From<SealedV1> for ProtectedSender {
    fn from(stored: SealedV1) -> Self {
        let petitioner = stored.name.map(|name| Petitioner {
            name,
            address: stored.address,
            ward: stored.ward,
            identity_number: stored.identity_number.and_then(|n| IdentityNumber::parse(&n).ok()),
            phone: stored.phone.and_then(|number| Phone::parse(&number).ok()),
        });
        Self { petitioner, note: stored.note, kept: stored.kept }
    }
}

impl From<&Event> for EventV1 {
    fn from(event: &Event) -> Self {
        let happening = match &event.happening {
            Happening::Received => HappeningV1::Received,
            Happening::Assigned(assignment) => HappeningV1::Assigned(assignment.into()),
            Happening::Resolved(outcome) => HappeningV1::Resolved(outcome.into()),
            Happening::FiledAway => HappeningV1::FiledAway,
            Happening::IdentityOpened { reason } => HappeningV1::IdentityOpened(reason.clone()),
            Happening::Paper(step) => HappeningV1::Paper(step.clone()),
            Happening::Case(step) => HappeningV1::Case(step.clone()),
            Happening::HandedOver { from, to, document, reason, keeps_officer } => {
                HappeningV1::HandedOver(HandedOverV1 {
                    from: from.0,
                    to: to.0,
                    document: document.into(),
                    reason: reason.clone(),
                    keeps_officer: *keeps_officer,
                })
            }
            Happening::Corrected(correction) => HappeningV1::Corrected(correction.clone()),
            Happening::StepCorrected(correction) => HappeningV1::StepCorrected(correction.clone()),
            Happening::Seal(step) => HappeningV1::Seal(step.clone()),
        };
        Self {
            happening,
            on: day::number(event.on),
            entered_at: moment::millis(event.entered_at),
            by: event.by.map(|account| account.0),
            capacity: event.capacity,
        }
    }
}

impl From<EventV1> for Event {
    fn from(stored: EventV1) -> Self {
        let happening = match stored.happening {
            HappeningV1::Received => Happening::Received,
            HappeningV1::Assigned(assignment) => Happening::Assigned(assignment.into()),
            HappeningV1::Resolved(outcome) => Happening::Resolved(outcome.into()),
            HappeningV1::FiledAway => Happening::FiledAway,
            HappeningV1::IdentityOpened(reason) => Happening::IdentityOpened { reason },
            HappeningV1::Paper(step) => Happening::Paper(step),
            HappeningV1::Case(step) => Happening::Case(step),
            HappeningV1::HandedOver(moved) => Happening::HandedOver {
                from: UnitId(moved.from),
                to: UnitId(moved.to),
                document: moved.document.into(),
                reason: moved.reason,
                keeps_officer: moved.keeps_officer,
            },
            HappeningV1::Corrected(correction) => Happening::Corrected(correction),
            HappeningV1::StepCorrected(correction) => Happening::StepCorrected(correction),
            HappeningV1::Seal(step) => Happening::Seal(step),
        };
        Self {
            happening,
            on: day::date(stored.on),
            entered_at: moment::instant(stored.entered_at),
            by: stored.by.map(AccountId),
            capacity: stored.capacity,
        }
    }
}
