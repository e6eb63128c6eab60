//! Sửa bước đã ghi: the day of a step, and number and signer of its document, are put right by a new event.
//!
//! The step itself stays as it was entered; what it led to is folded from the history as the corrections leave it
//! ([`as_corrected`]), so that every clock follows. What one person entered in one go (an approval and its assignment) is
//! one step here. Invariant: a corrected step keeps its place between the steps before and after it ([`check`]).
//! Called by `event::Handling::of`, `app::correct` and the pages of a petition.

use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::domain::document::IssuedDocument;
use crate::domain::event::{Event, Happening};
use crate::domain::permission::{Actor, Role};
use crate::domain::petition::{DocumentMention, Petition};
use crate::domain::workflow::Capacity;
use crate::domain::workflow::case::{CaseHappening, TermHappening};
use crate::domain::workflow::petition::PaperHappening;

/// What is told of a step beside its contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepFacts {
    /// Its legal day; that of its document as well.
    #[serde(with = "crate::domain::day")]
    pub on: NaiveDate,
    /// Number of its document; `None` where it has none.
    pub number: Option<String>,
    /// Who signed the document; `None` where it has none, or only quotes it.
    pub signer: Option<String>,
}

/// A step that was entered wrongly, and as it should have been.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepCorrection {
    /// Numbers of its events in the history, from 1: those that were entered in one go.
    pub events: (u32, u32),
    /// As it was told until then.
    pub was: StepFacts,
    /// As it is.
    pub now: StepFacts,
    /// Of an acceptance: the row by which the case is judged from its new day on.
    pub rule: Option<String>,
    /// Why.
    pub reason: String,
}

/// Why a step is not corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StepFault {
    /// It is no step, or there is none of this number.
    #[error("no step to correct")]
    NoStep,
    /// Nothing differs.
    #[error("nothing differs")]
    Nothing,
    /// Its day lies between those of the steps before and after it.
    #[error("the day lies between {0} and {1}")]
    OutOfPlace(NaiveDate, NaiveDate),
    /// A document keeps a number and a signer.
    #[error("number or signer is blank")]
    Blank,
}

/// The paper of a step: issued by it, or only quoted.
enum Paper<'a> {
    Issued(&'a mut IssuedDocument),
    Quoted(&'a mut DocumentMention),
}

impl StepFacts {
    /// Those of the events of one step.
    pub fn of(events: &[Event]) -> Option<Self> {
        let first = events.first()?;
        let mut facts = Self { on: first.on, number: None, signer: None };
        for event in events {
            match paper_of(&mut event.happening.clone()) {
                Some(Paper::Issued(document)) => {
                    facts.number = Some(document.number.clone());
                    facts.signer = Some(document.signer.clone());
                }
                Some(Paper::Quoted(document)) => facts.number = Some(document.number.clone()),
                None => {}
            }
        }
        Some(facts)
    }
}

/// The history as its corrections of steps leave it; those events themselves stay in it.
pub fn as_corrected(history: &[Event]) -> Cow<'_, [Event]> {
    let mut corrected = Cow::Borrowed(history);
    for event in history {
        if let Happening::StepCorrected(correction) = &event.happening {
            let step = places(&correction.numbers());
            for event in corrected.to_mut().get_mut(step).unwrap_or_default() {
                correction.apply(event);
            }
        }
    }
    corrected
}

/// Numbers of the events that were entered in one go with the one of this number; `None` where it is no step.
pub fn events_of(history: &[Event], number: u32) -> Option<RangeInclusive<u32>> {
    let at = (number as usize).checked_sub(1)?;
    let event = history.get(at).filter(|event| is_correctable(&event.happening))?;
    // What a past ledger tells was entered in one moment and is not one step.
    let is_of_it = |other: &&Event| {
        event.capacity.is_some()
            && is_correctable(&other.happening)
            && (other.entered_at, other.by, other.on) == (event.entered_at, event.by, event.on)
    };
    let before = history.iter().take(at).rev().take_while(is_of_it).count();
    let after = history.iter().skip(at + 1).take_while(is_of_it).count();
    let number_of = |at: usize| u32::try_from(at + 1).ok();
    Some(number_of(at - before)?..=number_of(at + after)?)
}

/// The events of a step, by their numbers.
pub fn slice<'a>(history: &'a [Event], events: &RangeInclusive<u32>) -> &'a [Event] {
    history.get(places(events)).unwrap_or_default()
}

/// Where the events of these numbers stand.
fn places(events: &RangeInclusive<u32>) -> Range<usize> {
    (*events.start() as usize).saturating_sub(1)..*events.end() as usize
}

/// Whether a step may be told otherwise from now on.
///
/// # Errors
/// The first fault; nothing is changed then.
pub fn check(
    history: &[Event],
    correction: &StepCorrection,
    (received_on, today): (NaiveDate, NaiveDate),
) -> Result<(), StepFault> {
    let (was, now) = (&correction.was, &correction.now);
    if was == now {
        return Err(StepFault::Nothing);
    }
    let is_blank = |was: &Option<String>, now: &Option<String>| {
        was.is_some() && now.as_ref().is_none_or(|text| text.trim().is_empty())
    };
    if is_blank(&was.number, &now.number) || is_blank(&was.signer, &now.signer) {
        return Err(StepFault::Blank);
    }
    let known = as_corrected(history);
    let step = places(&correction.numbers());
    let moves = slice(&known, &correction.numbers()).iter().any(|event| moves(&event.happening));
    let others = |range: &[Event]| -> Vec<NaiveDate> {
        range.iter().filter(|event| moves && self::moves(&event.happening)).map(|e| e.on).collect()
    };
    let before = known.get(..step.start).unwrap_or_default();
    let after = known.get(step.end..).unwrap_or_default();
    let earliest = others(before).into_iter().max().unwrap_or(received_on).max(received_on);
    let latest = others(after).into_iter().min().unwrap_or(today).min(today);
    // What an old ledger tells may stand in another order: where it does, it may stay there.
    if now.on != was.on && !(earliest..=latest).contains(&now.on) {
        return Err(StepFault::OutOfPlace(earliest, latest));
    }
    Ok(())
}

/// In which capacity somebody may put a step right; `None` is not at all. Whoever entered it may, as long as they hold the
/// post; the head of the desk, every step; the head of the unit that holds the case, those of the case; the desk, those of
/// a past ledger.
pub fn may_correct(actor: &Actor, petition: &Petition, step: &[Event]) -> Option<Capacity> {
    let event = step.first().filter(|_| actor.may_read(petition))?;
    if let Some(entered_as) = event.capacity
        && event.by == Some(actor.account)
        && actor.posts.contains(&entered_as.post)
    {
        return Some(entered_as);
    }
    let is_of_case = step.iter().all(|event| matches!(event.happening, Happening::Case(_)));
    let post = actor.posts.iter().copied().find(|post| match post.role {
        Role::DeskHead => true,
        Role::DeskOfficer => event.capacity.is_none(),
        Role::UnitHead => is_of_case && post.unit.is_some() && post.unit == petition.unit(),
        Role::IntakeOfficer
        | Role::Leader
        | Role::UnitOfficer
        | Role::Inspector
        | Role::Administrator => false,
    })?;
    Some(Capacity { post, on_behalf_of: None })
}

impl StepCorrection {
    fn numbers(&self) -> RangeInclusive<u32> {
        self.events.0..=self.events.1
    }

    /// Lets an event of the step tell what it should have told.
    fn apply(&self, event: &mut Event) {
        let (was, now) = (event.on, &self.now);
        event.on = now.on;
        match paper_of(&mut event.happening) {
            Some(Paper::Issued(document)) => {
                document.dated = now.on;
                replace(&mut document.number, now.number.as_deref());
                replace(&mut document.signer, now.signer.as_deref());
            }
            Some(Paper::Quoted(document)) => {
                if document.dated == Some(was) {
                    document.dated = Some(now.on);
                }
                replace(&mut document.number, now.number.as_deref());
            }
            None => {}
        }
        if let Happening::Case(CaseHappening::Accepted { rule, .. }) = &mut event.happening {
            rule.clone_from(&self.rule);
        }
    }
}

/// Whether it can be put right here: facts are corrected as facts, a unit's change by another one.
fn is_correctable(happening: &Happening) -> bool {
    match happening {
        Happening::Assigned(_)
        | Happening::Resolved(_)
        | Happening::FiledAway
        | Happening::Paper(_)
        | Happening::Case(_) => true,
        Happening::Received
        | Happening::IdentityOpened { .. }
        | Happening::HandedOver { .. }
        | Happening::Corrected(_)
        | Happening::StepCorrected(_)
        | Happening::Seal(_) => false,
    }
}

/// Whether it has a place in the order of steps: notes have none.
pub(super) fn moves(happening: &Happening) -> bool {
    match happening {
        Happening::Received
        | Happening::IdentityOpened { .. }
        | Happening::Corrected(_)
        | Happening::StepCorrected(_)
        | Happening::Seal(_) => false,
        Happening::Assigned(_)
        | Happening::Resolved(_)
        | Happening::FiledAway
        | Happening::Paper(_)
        | Happening::HandedOver { .. } => true,
        Happening::Case(step) => !step.is_note(),
    }
}

fn replace(text: &mut String, new: Option<&str>) {
    if let Some(new) = new {
        new.clone_into(text);
    }
}

/// The paper of a happening, where it has one.
fn paper_of(happening: &mut Happening) -> Option<Paper<'_>> {
    match happening {
        Happening::Assigned(assignment) => assignment.document.as_mut().map(Paper::Quoted),
        Happening::Resolved(outcome) => Some(Paper::Quoted(&mut outcome.document)),
        Happening::Paper(step) => paper_of_handling(step),
        Happening::Case(step) => paper_of_case(step),
        Happening::Received
        | Happening::FiledAway
        | Happening::IdentityOpened { .. }
        | Happening::HandedOver { .. }
        | Happening::Corrected(_)
        | Happening::StepCorrected(_)
        | Happening::Seal(_) => None,
    }
}

fn paper_of_handling(step: &mut PaperHappening) -> Option<Paper<'_>> {
    match step {
        PaperHappening::Dispatched(document) => Some(Paper::Issued(document)),
        PaperHappening::Classified(_)
        | PaperHappening::Proposed(_)
        | PaperHappening::Agreed { .. }
        | PaperHappening::SentBack { .. }
        | PaperHappening::Approved { .. }
        | PaperHappening::FiledAway { .. }
        | PaperHappening::Split { .. } => None,
    }
}

fn paper_of_case(step: &mut CaseHappening) -> Option<Paper<'_>> {
    match step {
        CaseHappening::Accepted { document, .. }
        | CaseHappening::Declined { document, .. }
        | CaseHappening::EnforcementStarted { document }
        | CaseHappening::Discontinued { document, .. } => Some(Paper::Issued(document)),
        CaseHappening::VerificationStarted { document } => document.as_mut().map(Paper::Issued),
        CaseHappening::DialogueHeld(dialogue) => Some(Paper::Issued(&mut dialogue.minutes)),
        CaseHappening::HandedIn(draft) => draft.report.as_mut().map(Paper::Issued),
        CaseHappening::Issued(decision) => Some(Paper::Issued(&mut decision.document)),
        CaseHappening::Term(change) => match change {
            TermHappening::ComplexityRecorded(found) => found.document.as_mut().map(Paper::Issued),
            TermHappening::Extended { document, .. }
            | TermHappening::Suspended { document, .. }
            | TermHappening::Resumed { document } => Some(Paper::Issued(document)),
            TermHappening::ExtensionAsked { .. } | TermHappening::ExtensionDenied { .. } => None,
        },
        CaseHappening::Reassigned { to, .. } => to.document.as_mut().map(Paper::Quoted),
        CaseHappening::WentToCourt { document, .. } => Some(Paper::Quoted(document)),
        CaseHappening::StepRecorded { document, .. } | CaseHappening::Reopened { document, .. } => {
            document.as_mut().map(Paper::Quoted)
        }
        CaseHappening::GivenToOfficer { .. }
        | CaseHappening::DraftReturned { .. }
        | CaseHappening::Sent { .. }
        | CaseHappening::Published(_)
        | CaseHappening::EnforcementRecorded(_)
        | CaseHappening::Closed
        | CaseHappening::Withdrawn(_)
        | CaseHappening::TakenFurther { .. }
        | CaseHappening::NoticeSent { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{day, event, petition};
    use super::*;
    use crate::domain::event::Handling;
    use crate::domain::id::{AccountId, UnitId};
    use crate::domain::permission::Post;
    use crate::domain::petition::{Assignment, Outcome, ResultKind};

    /// Received, given to a unit with a paper, noted, ended; the paper and the assignment in one go.
    fn history() -> Vec<Event> {
        let document = DocumentMention { number: "7/PC".into(), dated: Some(day("2018-02-09")) };
        let assignment =
            Assignment { unit: UnitId(3), mode: None, document: Some(document), due_on: None };
        let filed = PaperHappening::FiledAway { reasons: Vec::new() };
        let note = CaseHappening::StepRecorded { text: "gọi điện".into(), document: None };
        let outcome = Outcome {
            kind: ResultKind::Decision,
            document: DocumentMention { number: "1459".into(), dated: None },
        };
        let later = "2018-03-09T08:00:00+07:00".parse().unwrap();
        let post = Post { role: Role::Leader, unit: None };
        let capacity = Some(Capacity { post, on_behalf_of: None });
        vec![
            event(Happening::Received, "2018-02-02"),
            Event { capacity, ..event(Happening::Paper(filed), "2018-02-09") },
            Event { capacity, ..event(Happening::Assigned(assignment), "2018-02-09") },
            Event { entered_at: later, ..event(Happening::Case(note), "2018-02-11") },
            event(Happening::Resolved(outcome), "2018-02-28"),
        ]
    }

    fn corrected(history: &[Event], number: u32, on: &str, paper: &str) -> StepCorrection {
        let events = events_of(history, number).unwrap();
        let known = as_corrected(history);
        let was = StepFacts::of(slice(&known, &events)).unwrap();
        let number = was.number.as_ref().map(|_| paper.to_owned());
        let now = StepFacts { on: day(on), number, signer: None };
        let events = (*events.start(), *events.end());
        StepCorrection { events, was, now, rule: None, reason: "đọc nhầm".into() }
    }

    #[test]
    fn what_was_entered_in_one_go_is_one_step() {
        let history = history();
        let steps: Vec<_> = (0..=6).map(|number| events_of(&history, number)).collect();
        assert_eq!(
            steps,
            [None, None, Some(2..=3), Some(2..=3), Some(4..=4), Some(5..=5), None],
            "the receipt is a fact of the petition"
        );
    }

    /// A past ledger's rows are entered in one moment: the result's number used to go into the assigning paper too.
    #[test]
    fn what_a_past_ledger_tells_are_steps_of_their_own() {
        let of_ledger: Vec<Event> =
            history().into_iter().map(|event| Event { capacity: None, ..event }).collect();
        assert_eq!(events_of(&of_ledger, 2), Some(2..=2));
        assert_eq!(events_of(&of_ledger, 3), Some(3..=3));
    }

    #[test]
    fn everything_that_follows_is_folded_from_the_corrected_step() {
        let mut history = history();
        for (on, paper) in [("2018-02-05", "7/PC"), ("2018-02-06", "8/PC")] {
            let correction = corrected(&history, 3, on, paper);
            history.push(event(Happening::StepCorrected(correction), "2018-03-10"));
        }
        let number = corrected(&history, 5, "2018-02-28", "1495");
        assert_eq!(number.was.number.as_deref(), Some("1459"));
        history.push(event(Happening::StepCorrected(number), "2018-03-10"));
        let state = Handling::of(&history);
        assert_eq!(state.revision, 8);
        let given = state.assignment.unwrap().document.unwrap();
        assert_eq!((given.number.as_str(), given.dated), ("8/PC", Some(day("2018-02-06"))));
        assert_eq!(state.case.unwrap().assigned_on, day("2018-02-06"));
        assert_eq!(state.outcome.unwrap().document.number, "1495");
        assert_eq!(history[2].on, day("2018-02-09"), "as it was entered");
    }

    #[test]
    fn a_step_keeps_its_place() {
        let history = history();
        let days = (day("2018-02-02"), day("2018-03-15"));
        let outcome = |number, on: &str, paper: &str| {
            check(&history, &corrected(&history, number, on, paper), days)
        };
        let between = |from: &str, to: &str| Err(StepFault::OutOfPlace(day(from), day(to)));
        let table = [
            (3, "2018-02-09", "7/PC", Err(StepFault::Nothing)),
            (3, "2018-02-02", "7/PC", Ok(())),
            (3, "2018-02-28", "7/PC", Ok(())),
            (3, "2018-02-01", "7/PC", between("2018-02-02", "2018-02-28")),
            (3, "2018-03-01", "7/PC", between("2018-02-02", "2018-02-28")),
            (3, "2018-02-09", " ", Err(StepFault::Blank)),
            (4, "2018-02-03", "", Ok(())),
            (4, "2018-03-16", "", between("2018-02-02", "2018-03-15")),
            (5, "2018-03-15", "1459", Ok(())),
            (5, "2018-02-08", "1459", between("2018-02-09", "2018-03-15")),
        ];
        for (number, on, paper, expected) in table {
            assert_eq!(outcome(number, on, paper), expected, "{number} {on} {paper:?}");
        }
    }

    #[test]
    fn who_entered_it_the_head_of_the_desk_and_the_unit_put_it_right() {
        let own = Post { role: Role::UnitOfficer, unit: Some(UnitId(3)) };
        let step = |by: Option<u32>| {
            let happening = CaseHappening::Closed;
            let capacity = by.map(|_| Capacity { post: own, on_behalf_of: None });
            let by = by.map(AccountId);
            [Event { by, capacity, ..event(Happening::Case(happening), "2018-02-11") }]
        };
        let mut petition = petition();
        petition.assignment =
            Some(Assignment { unit: UnitId(3), mode: None, document: None, due_on: None });
        let acting = |role: Role, unit: Option<u16>, account: u32, step: &[Event]| {
            let posts = vec![Post { role, unit: unit.map(UnitId) }];
            let actor =
                Actor { account: AccountId(account), full_name: String::new(), posts, from: None };
            may_correct(&actor, &petition, step).is_some()
        };
        for role in Role::ALL {
            let unit = role.is_of_a_unit().then_some(3);
            let by_all = matches!(role, Role::DeskHead | Role::UnitHead);
            assert_eq!(acting(*role, unit, 9, &step(Some(4))), by_all, "{role:?}");
            let of_ledger = by_all || *role == Role::DeskOfficer;
            assert_eq!(acting(*role, unit, 9, &step(None)), of_ledger, "{role:?}, of a ledger");
        }
        assert!(acting(Role::UnitOfficer, Some(3), 4, &step(Some(4))), "who entered it");
        assert!(!acting(Role::UnitOfficer, Some(5), 4, &step(Some(4))), "has left the post");
        assert!(!acting(Role::UnitHead, Some(5), 9, &step(Some(4))), "another unit's");
    }
}
