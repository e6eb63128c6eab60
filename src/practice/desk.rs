//! The way of a paper through the practice office: classified, proposed, agreed, approved, given to a unit or ended.
//!
//! Most are given to a unit; some are filed away, refused, guided or forwarded, a few slips come back once. A slip waits
//! longest for the leader. Called for recent petitions; what a unit does then is in `unit`.

use super::step::Scribe;
use super::stock::Elsewhere;
use super::unit;
use crate::domain::document::DocumentKind;
use crate::domain::id::{PetitionId, UnitId};
use crate::domain::permission::Role;
use crate::domain::petition::{Assignment, AssignmentMode, Facts, Field, Kind};
use crate::domain::workflow::grounds::{FilingReason, RefusalGround};
use crate::domain::workflow::petition::{
    ActingThrough, Classification, Competence, PaperCommand, Proposal, Relation, Round, Route,
    SenderType,
};

/// What the desk looks at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Received<'a> {
    pub(super) facts: &'a Facts,
    /// The unit that the matter belongs to.
    pub(super) unit: UnitId,
    /// The petition before it in the same case.
    pub(super) earlier: Option<PetitionId>,
}

/// Of a thousand slips, so many come back once.
const SENT_BACK: u32 = 50;
/// Of a thousand complaints, so many are against a decision of the first instance.
const SECOND: u32 = 60;

/// Handles the paper, and what follows, as far as the office had come by the last day; `None` is not to the end.
pub(super) fn handle(scribe: &mut Scribe<'_>, received: Received<'_>) -> Option<()> {
    let mut found = classification(scribe, received);
    let way = way(scribe, received);
    match &way {
        Way::File(FilingReason::Duplicate) => {
            found.earlier = received.earlier.map(|earlier| (Relation::Duplicate, earlier));
        }
        Way::File(reason) if reason.is_ineligibility() => found.ineligible.push(*reason),
        Way::Elsewhere(body) => {
            found.competence = Competence::Other { body_type: body.0, body: Some(body.1.clone()) };
        }
        Way::File(_) | Way::Refuse | Way::Accept => {}
    }
    let round = found.round;
    scribe.wait(0, 2);
    scribe.paper(Role::DeskOfficer, PaperCommand::Classify(found))?;
    scribe.wait(0, 2);
    let proposal = proposal(scribe, received, &way, round);
    scribe.paper(Role::DeskOfficer, PaperCommand::Propose(proposal.clone()))?;
    agree(scribe, &proposal)?;
    scribe.wait(1, 5);
    let remark = match way {
        Way::Accept => scribe.maybe(350, &scribe.stock.steps.remarks.approve),
        Way::File(_) | Way::Refuse | Way::Elsewhere(_) => None,
    };
    scribe.paper(Role::Leader, PaperCommand::Approve { changed: None, remark })?;
    if let Route::Accept { unit, mode, due_on } = proposal.route {
        let given = Assignment { unit, mode: Some(mode), document: None, due_on };
        scribe.assignment = Some(given);
        return unit::settle(scribe, received.facts, (unit, mode), round);
    }
    let Some((kind, _)) = proposal.route.dispatch() else { return Some(()) };
    scribe.wait(1, 2);
    let mut letter = scribe.document(kind, None);
    letter.recipients = vec!["Người có đơn".into()];
    if kind == DocumentKind::Transfer {
        letter.recipients.extend(body_of(&proposal.route));
    }
    scribe.paper(Role::DeskOfficer, PaperCommand::Dispatch(letter))
}

/// The head of the desk agrees, some slips only when they come a second time.
fn agree(scribe: &mut Scribe<'_>, proposal: &Proposal) -> Option<()> {
    scribe.wait(0, 2);
    if scribe.random.per_mille(SENT_BACK) {
        let remark = scribe.word(&scribe.stock.steps.remarks.back);
        scribe.paper(Role::DeskHead, PaperCommand::SendBack { remark })?;
        scribe.wait(0, 1);
        scribe.paper(Role::DeskOfficer, PaperCommand::Propose(proposal.clone()))?;
        scribe.wait(0, 1);
    }
    let remark = scribe.maybe(200, &scribe.stock.steps.remarks.agree);
    scribe.paper(Role::DeskHead, PaperCommand::Agree { remark })
}

/// Where a paper goes.
#[derive(Debug)]
enum Way {
    Accept,
    Refuse,
    Elsewhere(Elsewhere),
    File(FilingReason),
}

fn way(scribe: &mut Scribe<'_>, received: Received<'_>) -> Way {
    if received.facts.petitioner.is_none() {
        return Way::File(FilingReason::Anonymous);
    }
    let turn = scribe.random.below(1000);
    let is_suggestion = received.facts.kind == Kind::Suggestion;
    match turn {
        0..=99 if received.earlier.is_some() => Way::File(FilingReason::Duplicate),
        100..=119 => {
            let reasons = [
                FilingReason::MissingParticulars,
                FilingReason::SentToSeveral,
                FilingReason::Illegible,
            ];
            let reason = scribe.random.pick_skewed(&reasons).copied();
            Way::File(reason.unwrap_or(FilingReason::MissingParticulars))
        }
        120..=159 => {
            // The superior for denunciations, any body for suggestions.
            let bodies = &scribe.stock.steps.bodies;
            let many = match received.facts.kind {
                Kind::Denunciation => 1,
                Kind::Complaint => 3,
                Kind::Suggestion => bodies.len(),
            };
            let bodies = scribe.random.pick(bodies.get(..many).unwrap_or(bodies));
            let body = bodies.and_then(|bodies| scribe.random.pick(bodies).cloned());
            body.map_or(Way::Accept, Way::Elsewhere)
        }
        160..=179 if !is_suggestion => Way::Refuse,
        180..=186 => Way::File(FilingReason::Withdrawn),
        _ => Way::Accept,
    }
}

fn classification(scribe: &mut Scribe<'_>, received: Received<'_>) -> Classification {
    let facts = received.facts;
    let is_second = facts.kind == Kind::Complaint && scribe.random.per_mille(SECOND);
    let ward = facts.petitioner.as_ref().and_then(|person| person.ward.as_ref());
    let acting = match scribe.random.below(100) {
        0..=3 => ActingThrough::Proxy,
        4 => ActingThrough::Lawyer,
        _ if facts.group_size > 1 => ActingThrough::Representative,
        _ => ActingThrough::Self_,
    };
    let is_again = scribe.random.per_mille(600);
    let earlier = received.earlier.filter(|_| is_again);
    Classification {
        kind: facts.kind,
        has_several_contents: false,
        ineligible: Vec::new(),
        competence: Competence::Ours,
        sender: SenderType::Individual,
        acting,
        field: facts.field.unwrap_or(Field::Other),
        round: if is_second { Round::Second } else { Round::First },
        is_anonymous: facts.petitioner.is_none(),
        handled_before_by: ward.filter(|_| is_second).map(|ward| format!("UBND {ward}")),
        earlier: earlier.map(|earlier| (Relation::Repeated, earlier)),
    }
}

fn proposal(scribe: &mut Scribe<'_>, received: Received<'_>, way: &Way, round: Round) -> Proposal {
    let words = &scribe.stock.steps.slips;
    let kind = received.facts.kind;
    let (route, list) = match way {
        Way::Accept => {
            let list = if received.earlier.is_some() { &words.again } else { &words.accept };
            (accept(scribe, received, round), list)
        }
        Way::Refuse => (Route::Refuse { grounds: vec![ground(scribe, kind)] }, &words.refuse),
        Way::Elsewhere(Elsewhere(_, body)) => {
            let body = body.clone();
            let route = match kind {
                Kind::Complaint => Route::Guide { body },
                Kind::Suggestion if scribe.random.per_mille(200) => Route::Urge { body },
                Kind::Denunciation | Kind::Suggestion => Route::Forward { body },
            };
            (route, &words.elsewhere)
        }
        Way::File(reason) => (Route::FileAway { reasons: vec![*reason] }, &words.file),
    };
    Proposal { route, note: scribe.maybe(700, list) }
}

/// Given to a unit; the leader sets the day where the law sets no term, and decides a second instance and a denunciation
/// himself: few units may settle one.
fn accept(scribe: &mut Scribe<'_>, received: Received<'_>, round: Round) -> Route {
    let kind = received.facts.kind;
    let settled = match kind {
        Kind::Complaint if round == Round::Second => 0,
        Kind::Denunciation => 0,
        Kind::Complaint => 650,
        Kind::Suggestion => 500,
    };
    let is_settled = scribe.random.per_mille(settled);
    let mode = if is_settled { AssignmentMode::Settle } else { AssignmentMode::VerifyAndAdvise };
    let days = scribe.random.between(18, 26);
    let due_on = (kind == Kind::Suggestion).then(|| scribe.ahead(days));
    Route::Accept { unit: received.unit, mode, due_on }
}

fn ground(scribe: &mut Scribe<'_>, kind: Kind) -> RefusalGround {
    let grounds: &[RefusalGround] = match kind {
        Kind::Complaint | Kind::Suggestion => &[
            RefusalGround::OutOfTime,
            RefusalGround::NotConcerned,
            RefusalGround::InternalAct,
            RefusalGround::SettledTwice,
        ],
        Kind::Denunciation => &[RefusalGround::NoViolatorNamed, RefusalGround::ComplaintInDisguise],
    };
    scribe.random.pick_skewed(grounds).copied().unwrap_or(RefusalGround::OutOfTime)
}

fn body_of(route: &Route) -> Option<String> {
    match route {
        Route::Forward { body }
        | Route::Guide { body }
        | Route::Urge { body }
        | Route::Return { body, .. } => Some(body.clone()),
        Route::Accept { .. } | Route::Refuse { .. } | Route::FileAway { .. } => None,
    }
}
