//! The way of a matter through a unit of the practice office: from its assignment to the closed file.
//!
//! As a real file goes: accepted and given to an officer, verified, notes of the work, a dialogue where views differ, the
//! draft, the result, sent and made public. One in seven takes more than twice the time; a few are withdrawn, go to court,
//! rest or ask for more time. Nothing is asked for after the term of the law. Called by `desk`.

use chrono::NaiveDate;

use super::matter::earlier;
use super::step::{Deed, Scribe};
use crate::domain::document::DocumentKind;
use crate::domain::id::UnitId;
use crate::domain::permission::Role;
use crate::domain::petition::{AssignmentMode, DocumentMention, Facts, Field, Kind};
use crate::domain::rulebook::Complexity;
use crate::domain::workflow::case::{
    Amount, CaseCommand, ComplexityFound, Decision, Dialogue, Draft, Extent, Publication,
    PublicationForm, Remedies, ResultCommand, TermCommand, Withdrawal,
};
use crate::domain::workflow::grounds::{
    ComplexityCriterion, DiscontinuanceGround, RefusalGround, ResultCode, SuspensionGround,
};
use crate::domain::workflow::petition::Round;

/// Of a thousand matters, so many take more than twice the time.
const SLOW: u32 = 150;
/// Of a thousand matters, so many are withdrawn; of complaints, so many go to court.
const WITHDRAWN: u32 = 35;
const IN_COURT: u32 = 12;
/// Of a thousand denunciations, so many ask for more time, and so many rest for a while.
const EXTENDED: u32 = 600;
const RESTING: u32 = 250;
/// Of a thousand complaints, so many are complex, and so many rest for a while.
const COMPLEX: u32 = 100;
const RESTING_COMPLAINTS: u32 = 40;
/// Of a thousand complaints of the first instance, in so many views differ until there is a dialogue.
const DISPUTED: u32 = 450;
/// Of a thousand drafts, so many come back once.
const DRAFT_BACK: u32 = 60;
/// Days from the acceptance within which the practice office asks for more time and answers.
const IN_TERM: u32 = 28;
/// Days after which the practice office enforces a decision: by then it has effect anywhere.
const UNTIL_EFFECT: u32 = 48;

/// Who settles a matter, and what it is like.
struct Matter<'a> {
    facts: &'a Facts,
    unit: UnitId,
    mode: AssignmentMode,
    is_second: bool,
    /// The one whose decisions are recorded: the head of the unit, the leader, or the desk for the leader.
    recorder: Role,
    /// The one who decides in person.
    decider: Role,
}

impl Matter<'_> {
    /// The unit that signs; `None` is the leader.
    fn signing(&self) -> Option<UnitId> {
        match self.mode {
            AssignmentMode::Settle => Some(self.unit),
            AssignmentMode::VerifyAndAdvise => None,
        }
    }
}

/// Settles a matter as far as it had come by the last day; `None` is not to the end.
pub(super) fn settle(
    scribe: &mut Scribe<'_>,
    facts: &Facts,
    (unit, mode): (UnitId, AssignmentMode),
    round: Round,
) -> Option<()> {
    let (recorder, decider) = match mode {
        AssignmentMode::Settle => (Role::UnitHead, Role::UnitHead),
        AssignmentMode::VerifyAndAdvise if scribe.random.per_mille(600) => {
            (Role::DeskOfficer, Role::Leader)
        }
        AssignmentMode::VerifyAndAdvise => (Role::Leader, Role::Leader),
    };
    let is_second = round == Round::Second;
    let matter = Matter { facts, unit, mode, is_second, recorder, decider };
    if scribe.random.per_mille(SLOW) {
        scribe.pace = 230;
    }
    if facts.kind == Kind::Suggestion {
        answer(scribe, &matter)
    } else if open(scribe, &matter)? {
        verify(scribe, &matter)
    } else {
        Some(())
    }
}

/// A suggestion: looked into, answered.
fn answer(scribe: &mut Scribe<'_>, matter: &Matter<'_>) -> Option<()> {
    scribe.wait(1, 3);
    scribe.take(Role::UnitHead, Deed::GiveToOfficer)?;
    if scribe.random.per_mille(700) {
        scribe.wait(0, 2);
        let start = CaseCommand::StartVerification { document: None };
        scribe.case(Role::UnitOfficer, start)?;
    }
    note(scribe, matter, true)?;
    if leave(scribe, matter)? {
        return Some(());
    }
    hand_in(scribe, matter, false)?;
    finish(scribe, matter)
}

/// Acceptance by the one who is competent; whether the file was opened.
fn open(scribe: &mut Scribe<'_>, matter: &Matter<'_>) -> Option<bool> {
    scribe.wait(1, 4);
    let kind = match matter.facts.kind {
        Kind::Complaint | Kind::Suggestion => DocumentKind::AcceptanceNotice,
        Kind::Denunciation => DocumentKind::AcceptanceDecision,
    };
    if matter.facts.kind == Kind::Complaint && scribe.random.per_mille(15) {
        let grounds = vec![RefusalGround::NotConcerned];
        let document = scribe.document(DocumentKind::RefusalNotice, matter.signing());
        scribe.case(matter.recorder, CaseCommand::Decline { grounds, document })?;
        return Some(false);
    }
    let document = scribe.document(kind, matter.signing());
    scribe.case(matter.recorder, CaseCommand::Accept { document })?;
    Some(true)
}

fn verify(scribe: &mut Scribe<'_>, matter: &Matter<'_>) -> Option<()> {
    let accepted_on = scribe.on;
    let is_denunciation = matter.facts.kind == Kind::Denunciation;
    scribe.wait(0, 1);
    scribe.take(Role::UnitHead, Deed::GiveToOfficer)?;
    scribe.wait(1, 2);
    let has_paper = is_denunciation || scribe.random.per_mille(500);
    let document =
        has_paper.then(|| scribe.document(DocumentKind::VerificationDecision, Some(matter.unit)));
    scribe.case(Role::UnitOfficer, CaseCommand::StartVerification { document })?;
    note(scribe, matter, true)?;
    let complex = if is_denunciation { EXTENDED } else { COMPLEX };
    if scribe.random.per_mille(complex) {
        lengthen(scribe, matter, accepted_on)?;
    }
    if leave(scribe, matter)? {
        return Some(());
    }
    let resting = if is_denunciation { RESTING } else { RESTING_COMPLAINTS };
    if scribe.random.per_mille(resting) {
        rest(scribe, matter)?;
    }
    note(scribe, matter, false)?;
    let is_disputed = matter.is_second || scribe.random.per_mille(DISPUTED);
    if !is_denunciation && is_disputed {
        scribe.wait(5, 8);
        let before = scribe.random.between(9, 11);
        let dialogue = Dialogue {
            invited_on: scribe.days.on_or_before(earlier(scribe.on, before)),
            is_unattended: scribe.random.per_mille(60),
            minutes: scribe.document(DocumentKind::DialogueMinutes, Some(matter.unit)),
        };
        scribe.case(Role::UnitOfficer, CaseCommand::HoldDialogue(dialogue))?;
    }
    hand_in(scribe, matter, is_disputed && !is_denunciation)?;
    finish(scribe, matter)
}

/// What the officer did, in words: the first half of the list tells how the work begins, the other how it goes on.
fn note(scribe: &mut Scribe<'_>, matter: &Matter<'_>, begins: bool) -> Option<()> {
    let words = &scribe.stock.steps.work;
    let list = match matter.facts.kind {
        Kind::Complaint => &words.complaint,
        Kind::Denunciation => &words.denunciation,
        Kind::Suggestion => &words.suggestion,
    };
    scribe.wait(1, 3);
    let (first, second) = list.split_at(list.len() / 2);
    let text = scribe.word(if begins { first } else { second });
    scribe.case(Role::UnitOfficer, CaseCommand::RecordStep { text, document: None })
}

/// The complexity is recorded; a denunciation asks for more time besides, and is mostly answered.
fn lengthen(scribe: &mut Scribe<'_>, matter: &Matter<'_>, accepted_on: NaiveDate) -> Option<()> {
    scribe.wait(1, 4);
    let is_in_term = |on: NaiveDate| (on - accepted_on).num_days() <= i64::from(IN_TERM);
    if !is_in_term(scribe.on) {
        return Some(());
    }
    // Before there were criteria in the law, the reason made a case complex.
    let reason = scribe.word(&scribe.stock.steps.work.extension);
    let found = ComplexityFound {
        complexity: Complexity::Complex,
        criteria: vec![ComplexityCriterion::SeveralPlaces, ComplexityCriterion::SeveralBodies],
        reason: Some(reason.clone()),
        document: Some(scribe.document(DocumentKind::ComplexityRecord, matter.signing())),
    };
    let record = TermCommand::RecordComplexity(found);
    scribe.case(matter.recorder, CaseCommand::Term(record))?;
    if matter.facts.kind == Kind::Complaint {
        return Some(());
    }
    let days = if scribe.random.per_mille(500) { 30 } else { 15 };
    let ask = TermCommand::AskExtension { days, reason };
    scribe.case(Role::UnitOfficer, CaseCommand::Term(ask))?;
    scribe.wait(4, 10);
    let answer = if scribe.random.per_mille(150) {
        let remark = scribe.word(&scribe.stock.steps.work.denied);
        TermCommand::DenyExtension { remark }
    } else if is_in_term(scribe.on) {
        let document = scribe.document(DocumentKind::ExtensionDecision, matter.signing());
        TermCommand::Extend { days, document }
    } else {
        return Some(());
    };
    scribe.case(matter.decider, CaseCommand::Term(answer))
}

/// Settling rests until what it waits for is there.
fn rest(scribe: &mut Scribe<'_>, matter: &Matter<'_>) -> Option<()> {
    scribe.wait(1, 2);
    let ground = match matter.facts.kind {
        Kind::Denunciation if scribe.random.per_mille(500) => SuspensionGround::ExpertOpinion,
        Kind::Complaint | Kind::Denunciation | Kind::Suggestion => SuspensionGround::RelatedMatter,
    };
    let document = scribe.document(DocumentKind::SuspensionDecision, matter.signing());
    let stop = TermCommand::Suspend { ground, document };
    scribe.case(matter.recorder, CaseCommand::Term(stop))?;
    scribe.wait(10, 40);
    let document = scribe.document(DocumentKind::ResumptionDecision, matter.signing());
    let go_on = TermCommand::Resume { document };
    scribe.case(matter.recorder, CaseCommand::Term(go_on))
}

/// Some end without a result; whether this one did.
fn leave(scribe: &mut Scribe<'_>, matter: &Matter<'_>) -> Option<bool> {
    if matter.facts.kind == Kind::Complaint && scribe.random.per_mille(IN_COURT) {
        scribe.wait(1, 5);
        let number = format!("{:02}/TB-TLVA", scribe.random.between(1, 90));
        let document = DocumentMention { number, dated: Some(scribe.on) };
        scribe.case(Role::UnitOfficer, CaseCommand::RecordCourt { document })?;
        return Some(true);
    }
    if !scribe.random.per_mille(WITHDRAWN) {
        return Some(false);
    }
    scribe.wait(1, 4);
    let withdrawal = Withdrawal {
        extent: Extent::Whole,
        text: Some(scribe.word(&scribe.stock.steps.work.withdrawn)),
        is_after_persuasion: scribe.random.per_mille(500),
        going_on: None,
    };
    scribe.case(Role::UnitOfficer, CaseCommand::Withdraw(withdrawal))?;
    scribe.wait(1, 3);
    let document = scribe.document(DocumentKind::DiscontinuanceDecision, matter.signing());
    let ground = DiscontinuanceGround::Withdrawn;
    scribe.case(matter.recorder, CaseCommand::Discontinue { ground, document })?;
    Some(true)
}

/// The draft goes to the one who decides, some of them twice.
fn hand_in(scribe: &mut Scribe<'_>, matter: &Matter<'_>, is_disputed: bool) -> Option<()> {
    scribe.wait(2, 5);
    write_draft(scribe, matter, is_disputed)?;
    if scribe.random.per_mille(DRAFT_BACK) {
        scribe.wait(1, 2);
        let remark = scribe.word(&scribe.stock.steps.remarks.draft_back);
        scribe.case(matter.decider, CaseCommand::ReturnDraft { remark })?;
        scribe.wait(1, 3);
        write_draft(scribe, matter, is_disputed)?;
    }
    Some(())
}

fn write_draft(scribe: &mut Scribe<'_>, matter: &Matter<'_>, is_disputed: bool) -> Option<()> {
    let has_report = matter.facts.kind != Kind::Suggestion;
    let report =
        has_report.then(|| scribe.document(DocumentKind::VerificationReport, Some(matter.unit)));
    let note = scribe.maybe(400, &scribe.stock.steps.work.draft);
    let draft = Draft { is_disputed, report, note };
    scribe.case(Role::UnitOfficer, CaseCommand::HandIn(draft))
}

/// Issued, sent, made public, enforced where something of it must be, closed.
fn finish(scribe: &mut Scribe<'_>, matter: &Matter<'_>) -> Option<()> {
    scribe.wait(1, 3);
    let decision = decision(scribe, matter);
    let is_to_be_enforced = decision.is_to_be_enforced;
    let remedies = decision.remedies;
    let result = |command| CaseCommand::Result(command);
    scribe.case(matter.recorder, result(ResultCommand::Issue(decision)))?;
    scribe.pace = 100;
    scribe.wait(0, 2);
    let recipients = recipients(scribe, matter);
    scribe.case(Role::UnitOfficer, result(ResultCommand::Send { recipients }))?;
    if matter.facts.kind != Kind::Suggestion || scribe.random.per_mille(120) {
        scribe.wait(1, 5);
        let publication = publication(scribe, matter);
        scribe.case(Role::UnitOfficer, result(ResultCommand::Publish(publication)))?;
    }
    if is_to_be_enforced {
        scribe.on = scribe.ahead(UNTIL_EFFECT);
        let document = scribe.document(DocumentKind::EnforcementAssignment, matter.signing());
        let start = ResultCommand::StartEnforcement { document };
        scribe.case(matter.recorder, result(start))?;
        scribe.wait(10, 25);
        scribe.case(Role::UnitOfficer, result(ResultCommand::RecordEnforcement(remedies)))?;
    }
    scribe.wait(2, 8);
    scribe.case(Role::UnitOfficer, result(ResultCommand::Close))
}

fn decision(scribe: &mut Scribe<'_>, matter: &Matter<'_>) -> Decision {
    let random = &mut scribe.random;
    let (results, is_second): (&[ResultCode], _) = match matter.facts.kind {
        Kind::Complaint if matter.is_second => {
            (&[ResultCode::Upheld, ResultCode::Overturned], true)
        }
        Kind::Complaint => {
            (&[ResultCode::Wrong, ResultCode::PartlyRight, ResultCode::Right], false)
        }
        Kind::Denunciation => {
            (&[ResultCode::False, ResultCode::PartlyTrue, ResultCode::True], false)
        }
        Kind::Suggestion => (&[ResultCode::Answered], false),
    };
    let result = random.pick_skewed(results).copied().unwrap_or(ResultCode::Answered);
    let gives = matches!(result, ResultCode::Right | ResultCode::PartlyRight) && !is_second;
    let is_money = matches!(matter.facts.field, Some(Field::LandCompensation | Field::Land));
    let mut remedies = Remedies::default();
    if gives && is_money {
        remedies.to_individuals =
            Amount { money: u64::from(random.between(5, 400)) * 500_000, land: 0 };
        remedies.individuals = 1;
    }
    let mut document = scribe.document(Decision::paper_of(result), matter.signing());
    document.recipients = recipients(scribe, matter);
    let is_to_be_enforced = remedies != Remedies::default();
    Decision { result, document, remedies, is_to_be_enforced }
}

fn recipients(scribe: &Scribe<'_>, matter: &Matter<'_>) -> Vec<String> {
    let words = &scribe.stock.steps.result;
    match matter.facts.kind {
        Kind::Complaint => words.complaint.clone(),
        Kind::Denunciation => words.denunciation.clone(),
        Kind::Suggestion => words.suggestion.clone(),
    }
}

fn publication(scribe: &mut Scribe<'_>, matter: &Matter<'_>) -> Publication {
    let form = match (matter.facts.kind, scribe.random.below(10)) {
        (Kind::Denunciation, 0..=3) => PublicationForm::InternalNetwork,
        (_, 0..=6) => PublicationForm::Posting,
        _ => PublicationForm::Portal,
    };
    let words = &scribe.stock.steps.result;
    let (place, until) = match form {
        PublicationForm::Posting | PublicationForm::Meeting | PublicationForm::Media => {
            (scribe.word(&words.places), Some(scribe.ahead(15)))
        }
        PublicationForm::Portal => (words.portal.clone(), None),
        PublicationForm::InternalNetwork => (words.network.clone(), None),
    };
    Publication { form, place, until, is_redacted: true }
}
