//! The two state tables cell by cell, the law on both sides of its dates, who may do what, and walks at random.

mod case_table;
mod clocks;
mod dates;
mod details;
mod paper_table;
mod people;
mod walk;

use std::sync::LazyLock;

use super::case::{CaseHappening, CaseStep};
use super::petition::{
    ActingThrough, BodyType, Classification, Competence, PaperHappening, PaperStep, Proposal,
    Round, Route, SenderType,
};
use super::provision::{ProvisionRows, Provisions};
use super::*;
use crate::domain::calendar::HolidayBook;
use crate::domain::id::{AccountId, PetitionId, UnitId};
use crate::domain::permission::{Post, Role};
use crate::domain::petition::{
    Assignment, AssignmentMode, Channel, Facts, Field, Kind, Source, Status,
};
use crate::domain::rulebook::{Instance, RuleRows};

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    let rows: RuleRows = toml::from_str(include_str!("../../../assets/seed/rules.toml")).unwrap();
    Rulebook::new(rows).unwrap()
});
static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
    let book: HolidayBook =
        toml::from_str(include_str!("../../../assets/seed/holidays.toml")).unwrap();
    Calendar::new(&book).unwrap()
});
static PROVISIONS: LazyLock<Provisions> = LazyLock::new(|| {
    let rows: ProvisionRows =
        toml::from_str(include_str!("../../../assets/seed/provisions.toml")).unwrap();
    Provisions::new(rows).unwrap()
});

const UNIT: UnitId = UnitId(3);

fn law() -> Law<'static> {
    Law {
        rulebook: &RULEBOOK,
        calendar: &CALENDAR,
        provisions: &PROVISIONS,
        is_remote: false,
        internal_days_ahead: 10,
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn actor(account: u32, posts: &[(Role, Option<UnitId>)]) -> Actor {
    let posts = posts.iter().map(|(role, unit)| Post { role: *role, unit: *unit }).collect();
    Actor { account: AccountId(account), full_name: String::new(), posts, from: None }
}

/// Somebody with every post of the office and of the unit: what is refused then, the law refuses.
fn everybody() -> Actor {
    let posts: Vec<_> = Role::ALL.iter().map(|role| (*role, Some(UNIT))).collect();
    actor(1, &posts)
}

fn id(serial: u32) -> PetitionId {
    PetitionId { year: 2026, serial }
}

fn petition(kind: Kind, received_on: &str) -> Petition {
    let facts = Facts {
        kind,
        received_on: day(received_on),
        written_on: None,
        source: Some(Source { channel: Channel::Counter, from_body: None }),
        petitioner: None,
        group_size: 1,
        content: String::new(),
        field: None,
        respondent: None,
        enclosures: None,
        has_originals: false,
        note: None,
    };
    Petition::before(id(1), facts, None, None)
}

fn found(kind: Kind, instance: Instance) -> Classification {
    Classification {
        kind,
        has_several_contents: false,
        ineligible: vec![],
        competence: Competence::Ours,
        sender: SenderType::Individual,
        acting: ActingThrough::Self_,
        field: Field::Land,
        round: match instance {
            Instance::First => Round::First,
            Instance::Second => Round::Second,
        },
        is_anonymous: false,
        handled_before_by: None,
        earlier: None,
    }
}

fn elsewhere() -> Competence {
    Competence::Other { body_type: BodyType::Administrative, body: None }
}

fn document(kind: DocumentKind, on: NaiveDate) -> IssuedDocument {
    IssuedDocument {
        kind,
        number: "05/UBND".into(),
        dated: on,
        signer: "CHỦ TỊCH".into(),
        recipients: vec!["Người gửi đơn".into()],
    }
}

fn proposal(route: Route) -> Proposal {
    Proposal { route, note: None }
}

fn accept_route(mode: AssignmentMode, due_on: Option<NaiveDate>) -> Route {
    Route::Accept { unit: UNIT, mode, due_on }
}

/// The petition after a command, or the refusal.
fn act(petition: &Petition, command: &Command, on: NaiveDate) -> Result<Petition, Refused> {
    let happened = decide(petition, command, &everybody(), &law(), on)?;
    let mut after = petition.clone();
    for happening in &happened {
        after = after.after(happening, on);
    }
    Ok(after)
}

fn paper(petition: &Petition, command: PaperCommand, on: &str) -> Result<Petition, Refused> {
    act(petition, &Command::Paper(command), day(on))
}

fn case(petition: &Petition, command: CaseCommand, on: &str) -> Result<Petition, Refused> {
    act(petition, &Command::Case(command), day(on))
}

/// Classified, proposed, agreed and approved for the unit, all on one day.
fn assigned(kind: Kind, instance: Instance, mode: AssignmentMode, on: &str) -> Petition {
    let steps = [
        PaperCommand::Classify(found(kind, instance)),
        PaperCommand::Propose(proposal(accept_route(mode, None))),
        PaperCommand::Agree { remark: None },
        PaperCommand::Approve { changed: None, remark: None },
    ];
    let start = petition(kind, on);
    steps.into_iter().fold(start, |petition, step| paper(&petition, step, on).unwrap())
}

fn accepted(kind: Kind, instance: Instance, mode: AssignmentMode, on: &str) -> Petition {
    let document_kind = match kind {
        Kind::Complaint | Kind::Suggestion => DocumentKind::AcceptanceNotice,
        Kind::Denunciation => DocumentKind::AcceptanceDecision,
    };
    let document = document(document_kind, day(on));
    case(&assigned(kind, instance, mode, on), CaseCommand::Accept { document }, on).unwrap()
}

/// A refusal says where it stands in the law.
#[track_caller]
fn assert_names_an_article(refused: &Refused) {
    let names = ["LKN", "LTC", "LTCD", "TT ", "NĐ "];
    let is_named = names.iter().any(|name| refused.article.contains(name));
    assert!(is_named, "{refused}");
}

#[track_caller]
fn why(result: Result<Petition, Refused>) -> Refusal {
    let refused = result.expect_err("it is refused");
    assert_names_an_article(&refused);
    refused.why
}
