//! The practice office: its petitions went the way of the law, its people have something to do, its books agree.

use std::collections::HashMap;

use chrono::Days;
use donthu::app::desk::{self, Queue};
use donthu::app::practice::{self, USUAL_PETITIONS};
use donthu::domain::event::{Event, Happening};
use donthu::domain::permission::{Actor, Role};
use donthu::domain::petition::{Kind, Petition};
use donthu::domain::workflow::case::{CaseCommand, TermCommand};
use donthu::domain::workflow::petition::PaperHappening;
use donthu::domain::workflow::{Command, Stage};
use donthu::practice::{Deed, Practice, PracticePetition, PracticeStep};

use crate::support::{Office, date};

/// The practice office of a usual year, and every petition with its history.
struct Filled {
    office: Office,
    petitions: Vec<(Petition, Vec<Event>)>,
}

impl Filled {
    fn new() -> Self {
        let office = Office::new();
        practice::fill(&office.app, USUAL_PETITIONS, "con mèo leo cây cau", &mut |_| {}).unwrap();
        let snapshot = office.app.store.read().unwrap();
        let ids = snapshot.petition_ids().unwrap();
        let petitions = ids
            .into_iter()
            .map(|id| (snapshot.petition(id).unwrap().unwrap(), snapshot.history(id).unwrap()));
        let petitions = petitions.collect();
        Self { office, petitions }
    }

    fn actor(&self, user_name: &str) -> Actor {
        let accounts = self.office.app.store.read().unwrap().accounts().unwrap();
        let account = accounts.iter().find(|account| account.user_name == user_name).unwrap();
        account.actor(self.office.app.clock.today())
    }

    fn count(&self, is: impl Fn(&Petition) -> bool) -> usize {
        self.petitions.iter().filter(|(petition, _)| is(petition)).count()
    }
}

/// The office lets a complaint rest, which the law did not know before July 2026.
fn is_rest_of_a_complaint(petition: &Petition, step: &PracticeStep) -> bool {
    let Deed::Command(command) = &step.deed else { return false };
    let is_rest = matches!(
        **command,
        Command::Case(CaseCommand::Term(TermCommand::Suspend { .. } | TermCommand::Resume { .. }))
    );
    is_rest && petition.kind() == Kind::Complaint && petition.facts.received_on < date("2026-07-01")
}

/// The petition was given to a unit, or filed away, by the approval itself: no step of its own.
fn comes_with_approval(happening: &Happening) -> bool {
    matches!(
        happening,
        Happening::Received
            | Happening::Assigned(_)
            | Happening::Paper(PaperHappening::FiledAway { .. })
    )
}

#[test]
fn the_practice_office_is_a_legal_and_a_busy_one() {
    let filled = Filled::new();
    let today = filled.office.app.clock.today();
    let found = filled.office.app.store.verify(&filled.office.app.due()).unwrap();
    assert_eq!(found.petitions, USUAL_PETITIONS);
    assert!(found.faults.is_empty(), "{:?}", found.faults);

    // Nothing of what people wanted to do was refused by the law of its day.
    let units = filled.office.app.office().units.clone();
    let wanted: HashMap<_, PracticePetition> =
        Practice::new(20_180_202, USUAL_PETITIONS, today, &units)
            .map(|petition| (petition.id, petition))
            .collect();
    for (petition, history) in &filled.petitions {
        let told = &wanted[&petition.id];
        let steps = told.steps.as_ref().unwrap();
        let taken = history.iter().filter(|event| !comes_with_approval(&event.happening));
        let untaken = steps.iter().filter(|step| is_rest_of_a_complaint(petition, step));
        let untaken = untaken.count();
        assert!(untaken <= 2);
        let (taken, asked) = (taken.count() + untaken, steps.len());
        let days: Vec<_> = history.iter().map(|event| event.on).collect();
        assert_eq!(taken, asked, "{} {:?}: {days:?} {steps:?}", petition.id, petition.stage());
        assert_eq!(petition.unit(), told.assignment.as_ref().map(|given| given.unit));
        assert!(history.iter().all(|event| event.by.is_some() && event.on <= today));
        assert!(history.is_sorted_by_key(|event| event.entered_at));
    }

    // Old ones are closed, recent ones stand everywhere.
    let old = today - Days::new(120);
    let is_old = |petition: &Petition| petition.facts.received_on < old;
    let old_and_open = filled.count(|petition| is_old(petition) && petition.stage().is_open());
    assert!(old_and_open * 50 < filled.count(is_old), "{old_and_open} old ones are open");
    let at = |stage| filled.count(|petition| petition.stage() == stage);
    for stage in [
        Stage::Received,
        Stage::Classified,
        Stage::Proposed,
        Stage::Approved,
        Stage::Assigned,
        Stage::Accepted,
        Stage::Verifying,
        Stage::Dialogue,
        Stage::Drafted,
        Stage::Issued,
        Stage::Published,
        Stage::Enforcing,
        Stage::Closed,
        Stage::FiledAway,
        Stage::Refused,
        Stage::Guided,
        Stage::Forwarded,
        Stage::Urged,
        Stage::Discontinued,
        Stage::InCourt,
    ] {
        assert!(at(stage) > 0, "nothing at {stage:?}");
    }
    let slips = at(Stage::AwaitingApproval);
    assert!((15..=40).contains(&slips), "{slips} slips wait for the leader");
}

#[test]
fn everybody_in_the_practice_office_has_something_to_do() {
    let filled = Filled::new();
    for (user, empty) in [
        ("tiepnhan", &[][..]),
        ("xulydon", &[]),
        ("truongban", &[]),
        ("chutich", &[]),
        ("phochutich", &[]),
        ("cv.tnmt", &[]),
        ("tp.tnmt", &[Queue::ExtensionAsked]),
        ("cv.ptqd", &[]),
        ("gd.ptqd", &[Queue::ExtensionAsked]),
        ("thanhtra", &[]),
    ] {
        for counted in desk::queues(&filled.office.app, &filled.actor(user)).unwrap() {
            // Denunciations alone ask for more time, and these units get none.
            let may_be_empty = empty.contains(&counted.queue);
            assert!(counted.count > 0 || may_be_empty, "{user}: {:?}", counted.queue);
        }
    }
    let administrator = filled.actor("quantri");
    assert!(administrator.posts.iter().any(|post| post.role == Role::Administrator));
}
