//! An office made through the library, before the server opens its folder: people of every role, petitions on their way.
//!
//! What a journey is about goes through the browser; what it only needs to be there is made here, at once.

use chrono::{Days, NaiveDate};
use donthu::app::account::NewAccount;
use donthu::app::handle::{self, Step};
use donthu::app::{App, account, intake, settings};
use donthu::clock::Clock;
use donthu::domain::id::PetitionId;
use donthu::domain::permission::{Actor, Post, Role};
use donthu::domain::person::Petitioner;
use donthu::domain::petition::{AssignmentMode, Channel, Facts, Field, Kind, Source};
use donthu::domain::workflow::Command;
use donthu::domain::workflow::petition::{
    ActingThrough, Classification, Competence, PaperCommand, Proposal, Round, Route, SenderType,
};
use tempfile::TempDir;

use super::stage::{PASSWORD, Person, data_folder};

/// The unit of the journeys' unit people.
pub(crate) const UNIT: &str = "P. TNMT";

/// A folder that is being filled; nothing serves it yet.
pub(crate) struct Office {
    app: App,
    data: TempDir,
    people: Vec<(Role, Actor)>,
}

impl Office {
    /// The shipped units and somebody of every role but the one who runs the machine. Signs in by the role's code.
    pub(crate) fn new(name: impl Fn(Role) -> String) -> Self {
        let data = data_folder();
        let app = App::open(data.path(), Clock::System).unwrap();
        settings::seed(&app, Some("UBND thành phố Quy Nhơn")).unwrap();
        let mut people = Vec::new();
        let first_day = app.clock.today() - Days::new(3650);
        for role in Role::ALL {
            let unit = app.office().names.find(UNIT).filter(|_| role.is_of_a_unit());
            let new = NewAccount {
                user_name: role.code().into(),
                full_name: name(*role),
                password: PASSWORD.into(),
                posts: vec![Post { role: *role, unit }.since(first_day)],
            };
            let id = account::create(&app, None, new).unwrap();
            let account = app.store.read().unwrap().account(id).unwrap().unwrap();
            people.push((*role, account.actor(app.clock.today())));
        }
        Self { app, data, people }
    }

    fn actor(&self, role: Role) -> &Actor {
        &self.people.iter().find(|(one, _)| *one == role).unwrap().1
    }

    /// Registered at the counter on a day.
    pub(crate) fn receive(
        &self,
        kind: Kind,
        day: &str,
        (name, content): (&str, &str),
    ) -> PetitionId {
        let petitioner = Petitioner {
            name: name.into(),
            address: Some("Tổ 62, KV 9".into()),
            ward: Some("phường Nhơn Bình".into()),
            identity_number: None,
            phone: None,
        };
        let facts = Facts {
            kind,
            received_on: date(day),
            written_on: None,
            source: Some(Source { channel: Channel::Counter, from_body: None }),
            petitioner: Some(petitioner),
            group_size: 1,
            content: content.into(),
            field: None,
            respondent: None,
            enclosures: None,
            has_originals: false,
            note: None,
        };
        let key = u128::from(self.app.store.last_seq()) + 1;
        intake::register(&self.app, self.actor(Role::IntakeOfficer), key, facts).unwrap()
    }

    /// Classified, proposed and agreed to on one day: a slip that waits for the leader.
    pub(crate) fn propose(&self, id: PetitionId, day: &str, mode: AssignmentMode) {
        let kind = self.app.store.read().unwrap().petition(id).unwrap().unwrap().kind();
        let found = Classification {
            kind,
            has_several_contents: false,
            ineligible: Vec::new(),
            competence: Competence::Ours,
            sender: SenderType::Individual,
            acting: ActingThrough::Self_,
            field: Field::from_code("dat-dai").unwrap(),
            round: Round::First,
            is_anonymous: false,
            handled_before_by: None,
            earlier: None,
        };
        let unit = self.app.office().names.find(UNIT).unwrap();
        let slip = Proposal { route: Route::Accept { unit, mode, due_on: None }, note: None };
        self.step(Role::DeskOfficer, id, day, PaperCommand::Classify(found));
        self.step(Role::DeskOfficer, id, day, PaperCommand::Propose(slip));
        self.step(Role::DeskHead, id, day, PaperCommand::Agree { remark: None });
    }

    /// Given to the unit.
    pub(crate) fn approve(&self, id: PetitionId, day: &str) {
        let approval = PaperCommand::Approve { changed: None, remark: None };
        self.step(Role::Leader, id, day, approval);
    }

    fn step(&self, role: Role, id: PetitionId, day: &str, command: PaperCommand) {
        let revision = self.app.store.read().unwrap().petition(id).unwrap().unwrap().revision;
        let step = Step { command: Command::Paper(command), on: date(day), revision };
        handle::take(&self.app, self.actor(role), id, step).unwrap();
    }

    /// The folder, closed, for the server to open.
    pub(crate) fn close(self) -> TempDir {
        drop(self.app);
        self.data
    }
}

/// The person of a role, at the sign-in page.
pub(crate) fn of(role: Role) -> Person {
    Person { user_name: role.code().to_owned(), password: PASSWORD.to_owned() }
}

fn date(day: &str) -> NaiveDate {
    day.parse().unwrap()
}
