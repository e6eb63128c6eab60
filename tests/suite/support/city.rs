//! A small city for the crawls: people of every role in two units and some with two posts, petitions of each unit, one
//! that is nobody's, and protected denunciations, each with words that stand nowhere else.

use axum::http::StatusCode;
use donthu::app::import::{self, Reading};
use donthu::domain::id::PetitionId;
use donthu::domain::permission::{Actor, Post, Right, Role, Scope};
use donthu::domain::person::{IdentityNumber, Petitioner, Phone};
use donthu::domain::petition::{Channel, Facts, Kind, Source};

use super::html::forms;
use super::{Office, Page, complaint, found};

/// The two units.
pub(crate) const UNIT: &str = "P. TNMT";
pub(crate) const OTHER_UNIT: &str = "P. QLĐT";

/// Somebody of the city, signed in.
pub(crate) struct Person {
    pub(crate) name: &'static str,
    pub(crate) actor: Actor,
    pub(crate) cookie: String,
    /// Whether a post is in the first unit.
    pub(crate) is_of_unit: bool,
}

impl Person {
    /// Whether they read all petitions of the office.
    pub(crate) fn reads_all(&self) -> bool {
        self.actor.has(Right::ReadPetitions) && self.actor.scope() == Scope::Office
    }
}

/// The office with its people and petitions.
pub(crate) struct City {
    pub(crate) office: Office,
    pub(crate) people: Vec<Person>,
    /// A complaint that the first unit settles.
    pub(crate) of_unit: PetitionId,
    /// A complaint that the other unit settles.
    pub(crate) of_other: PetitionId,
    /// A complaint that was given to nobody yet.
    pub(crate) of_nobody: PetitionId,
    /// A denunciation that was given to nobody yet.
    pub(crate) sealed: PetitionId,
    /// A denunciation that the other unit looks into.
    pub(crate) sealed_of_other: PetitionId,
}

/// Words that tell who sent a protected denunciation: name, address, ward, and the numbers.
pub(crate) const IDENTITY: [&str; 6] =
    ["Zuqamo", "Kefiwupa", "Wexojupi", "Bivorazu", "052199087731", "0987331177"];
/// Those that stood there before they were corrected.
pub(crate) const CORRECTED: [&str; 3] = ["Hojivek", "Pazuwor", "Nhefuzap"];
/// Those of the denunciations of a past ledger: one taken in, one that waits.
pub(crate) const OF_LEDGER: [&str; 3] = ["Tewozik", "Gijupaw", "Kuwejoz"];
pub(crate) const WAITING: [&str; 2] = ["Fupozej", "Wazofik"];
/// Words of the denunciation that do not tell who sent it, with the reasons of an opening and of a correction.
pub(crate) const OF_SEALED: [&str; 6] =
    ["zofikaw", "jupawez", "wofizek", "pozawif", "kewuzof", "fijawoz"];
/// Words of the first unit's complaint: name, address, ward, numbers, matter, respondent, enclosures, note, remarks.
pub(crate) const OF_UNIT: [&str; 11] = [
    "Jawofiz",
    "Zekupow",
    "Wozajef",
    "052199012345",
    "0912345987",
    "pifozuw",
    "wekojaz",
    "zajuwof",
    "fowepiz",
    "kizawuf",
    "wuzojek",
];

/// Roles, each with the unit it is held for.
type Posts = &'static [(Role, Option<&'static str>)];

/// Everybody of the city, by the word that failures name them with.
const PEOPLE: [(&str, Posts); 14] = [
    ("counter", &[(Role::IntakeOfficer, None)]),
    ("another at the counter", &[(Role::IntakeOfficer, None)]),
    ("desk", &[(Role::DeskOfficer, None)]),
    ("head of the desk", &[(Role::DeskHead, None)]),
    ("leader", &[(Role::Leader, None)]),
    ("officer", &[(Role::UnitOfficer, Some(UNIT))]),
    ("head of the unit", &[(Role::UnitHead, Some(UNIT))]),
    ("officer of the other unit", &[(Role::UnitOfficer, Some(OTHER_UNIT))]),
    ("head of the other unit", &[(Role::UnitHead, Some(OTHER_UNIT))]),
    ("inspector", &[(Role::Inspector, None)]),
    ("administrator", &[(Role::Administrator, None)]),
    ("administrator in the unit", &[(Role::Administrator, None), (Role::UnitOfficer, Some(UNIT))]),
    ("in both units", &[(Role::UnitOfficer, Some(UNIT)), (Role::UnitHead, Some(OTHER_UNIT))]),
    ("inspector who administers", &[(Role::Inspector, None), (Role::Administrator, None)]),
];

impl City {
    /// Builds it; every step is taken by the form that a person fills in.
    pub(crate) async fn new() -> Self {
        let office = Office::new();
        let people: Vec<Person> =
            PEOPLE.iter().map(|(name, posts)| person(&office, name, posts)).collect();
        let by = |name: &str| people.iter().find(|person| person.name == name).unwrap();
        let (counter, desk) = (by("counter"), by("desk"));
        let of_unit = office.register(&desk.actor, unit_complaint());
        let of_other =
            office.register(&desk.actor, complaint("2026-11-02", "Lê Thị Láng", "Giá đất khu Bắc"));
        let of_nobody = office
            .register(&counter.actor, complaint("2026-11-02", "Võ Văn Bờ", "Giá đất khu Nam"));
        let sealed = office.register(&counter.actor, denunciation(&CORRECTED, "zofikaw"));
        let sealed_of_other =
            office.register(&counter.actor, denunciation(&IDENTITY[..3], "Nhận tiền đất khu Đông"));
        let city = Self { office, people, of_unit, of_other, of_nobody, sealed, sealed_of_other };
        city.give(of_unit, "KN", UNIT, "giai-quyet").await;
        city.give(of_other, "KN", OTHER_UNIT, "giai-quyet").await;
        city.give(sealed_of_other, "TC", OTHER_UNIT, "tham-muu").await;
        city.correct_the_sealed().await;
        city.take_ledger_in();
        city.office
            .app
            .index
            .wait_for(city.office.app.store.last_seq(), std::time::Duration::from_secs(30));
        // What was sealed late is merged out of the index, which changes the order of equal hits.
        let is_due = || city.office.app.store.scrub_due().unwrap().is_some();
        crate::process::wait_until("sealed words are forgotten", || !is_due());
        city
    }

    pub(crate) fn by(&self, name: &str) -> &Person {
        self.people.iter().find(|person| person.name == name).unwrap()
    }

    /// All the petitions, the last a number that was never given.
    pub(crate) fn petitions(&self) -> Vec<PetitionId> {
        let never = PetitionId { year: 2026, serial: 4711 };
        let ids = [self.of_unit, self.of_other, self.of_nobody, self.sealed, self.sealed_of_other];
        ids.into_iter().chain([never]).collect()
    }

    /// Fills a form of the page at `address` in and sends it.
    pub(crate) async fn fill(
        &self,
        by: &str,
        (address, action): (&str, &str),
        typed: &[(&str, &str)],
    ) -> Page {
        let person = self.by(by);
        let page = self.office.get(&person.cookie, address).await;
        self.send(person, &page, action, typed).await
    }

    /// Sends a form of a page with these fields typed over.
    pub(crate) async fn send(
        &self,
        person: &Person,
        page: &Page,
        action: &str,
        typed: &[(&str, &str)],
    ) -> Page {
        let form = forms(&page.html()).into_iter().find(|form| form.action == action);
        let form =
            form.unwrap_or_else(|| panic!("{} has no {action}: {}", person.name, page.text()));
        let mut all = form.pairs();
        all.retain(|(name, _)| !typed.iter().any(|(other, _)| other == name));
        all.extend_from_slice(typed);
        self.office.post(&person.cookie, action, &all).await
    }

    async fn step(
        &self,
        by: &str,
        id: PetitionId,
        (code, day): (&str, &str),
        typed: &[(&str, &str)],
    ) {
        let address = format!("/don/{id}/buoc/{code}");
        let mut all = vec![("ngay", day)];
        all.extend_from_slice(typed);
        let sent = self.fill(by, (&address, &address), &all).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{code} of {id}: {}", sent.text());
    }

    async fn give(&self, id: PetitionId, kind: &str, unit: &str, mode: &str) {
        self.step("desk", id, ("phan-loai", "03/11/2026"), &found(kind)).await;
        let unit = self.office.unit(unit).to_string();
        let is_secret = id == self.of_unit;
        let note = if is_secret { "kizawuf" } else { "theo lĩnh vực" };
        let slip =
            [("huong", "giao"), ("don_vi", unit.as_str()), ("hinh_thuc", mode), ("ghi_chu", note)];
        self.step("desk", id, ("de-xuat", "03/11/2026"), &slip).await;
        self.step("head of the desk", id, ("dong-y", "03/11/2026"), &[]).await;
        let remark = if is_secret { "wuzojek" } else { "" };
        let approved = [("y_kien", remark)];
        self.step("leader", id, ("duyet", "04/11/2026"), &approved).await;
    }

    /// Who registered the denunciation opens it and puts everything about its sender right.
    async fn correct_the_sealed(&self) {
        let (page, open) =
            (format!("/don/{}/sua", self.sealed), format!("/don/{}/sua/danh-tinh", self.sealed));
        let opened = self.fill("counter", (&page, &open), &[("ly_do", "jupawez")]).await;
        let [name, given, address, ward, number, phone] = IDENTITY;
        let name = format!("{name} {given}");
        let typed = [
            ("ho_ten", name.as_str()),
            ("dia_chi", address),
            ("phuong_xa", ward),
            ("cccd", number),
            ("dien_thoai", phone),
            ("bi_khieu_nai", "wofizek"),
            ("giay_to", "pozawif"),
            ("ghi_chu", "kewuzof"),
            ("ly_do", "fijawoz"),
        ];
        let sent = self.send(self.by("counter"), &opened, &page, &typed).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    }

    /// A ledger of two denunciations: one is taken in, one waits because of its day.
    fn take_ledger_in(&self) {
        let [name, address, mail] = OF_LEDGER;
        let [waiting, waiting_address] = WAITING;
        let csv = format!(
            "Ngày đến,Người gửi,Địa chỉ,Loại đơn,Nội dung,Thư điện tử\n\
             02/03/2017,{name} Thu,{address},Tố cáo,Việc cũ,{mail}@thu.vn\n\
             31/02/2017,{waiting} Thu,{waiting_address},Tố cáo,Việc cũ hơn,\n"
        );
        let (app, reading) = (&self.office.app, Reading::begin());
        let watch = |progress| reading.pace(progress);
        let read = import::read(app, "so-cu.csv", csv.as_bytes(), &watch).unwrap();
        let by = &self.by("head of the desk").actor;
        let report = import::import(app, Some(by), &read, &mut |_| true).unwrap();
        assert_eq!((report.tally.imported, report.tally.held), (1, 1));
    }
}

fn person(office: &Office, name: &'static str, posts: Posts) -> Person {
    let posts = posts
        .iter()
        .map(|(role, unit)| Post { role: *role, unit: unit.map(|unit| office.unit(unit)) });
    let actor = office.holder(posts.collect());
    let cookie = office.sign_in(&actor);
    let unit = office.unit(UNIT);
    let is_of_unit = actor.posts.iter().any(|post| post.unit == Some(unit));
    Person { name, actor, cookie, is_of_unit }
}

fn unit_complaint() -> Facts {
    let [name, address, ward, number, phone, matter, respondent, enclosures, note, ..] = OF_UNIT;
    Facts {
        petitioner: Some(Petitioner {
            name: name.into(),
            address: Some(address.into()),
            ward: Some(ward.into()),
            identity_number: Some(IdentityNumber::parse(number).unwrap()),
            phone: Some(Phone::parse(phone).unwrap()),
        }),
        content: format!("Giá đất khu Tây {matter}"),
        respondent: Some(respondent.into()),
        enclosures: Some(enclosures.into()),
        note: Some(note.into()),
        source: Some(Source { channel: Channel::Counter, from_body: None }),
        ..complaint("2026-11-02", name, matter)
    }
}

/// A denunciation by somebody with this name, address and ward.
fn denunciation(sender: &[&str], content: &str) -> Facts {
    let petitioner = Petitioner {
        name: sender[0].into(),
        address: Some(sender[1].into()),
        ward: Some(sender[2].into()),
        identity_number: None,
        phone: None,
    };
    let facts = complaint("2026-11-02", "", content);
    Facts { kind: Kind::Denunciation, petitioner: Some(petitioner), ..facts }
}
