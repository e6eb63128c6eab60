//! Nothing that changes anything, hands out personal data or refuses somebody is left out of the journal.
//!
//! A POST route that is new in the table fails here until it is given a form that it takes.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use donthu::app::journal::write_pending;
use donthu::domain::event::{Event, Happening};
use donthu::domain::id::{PetitionId, UnitId};
use donthu::domain::journal::{
    AccountAct, Act, Denial, Export, LedgerAct, Numbered, StepKind, Who,
};
use donthu::domain::permission::Role;
use donthu::domain::petition::{Assignment, Facts, Kind};
use donthu::web::routes::table;

use crate::sign_in::{CODES, code, cookie_of};
use crate::support::{Office, PASSWORD, Page, complaint, date};

/// Routes whose answer changes nothing that is stored.
const CHANGE_NOTHING: [&str; 2] = [
    // Reading a file stops; nothing of it was taken in.
    "/quan-tri/nhap-so/doc/{upload}/dung",
    // The import is asked to stop; its end is told when it ends.
    "/quan-tri/nhap-so/{batch}/dung",
];

/// The whole journal, oldest first.
fn journal(office: &Office) -> Vec<Numbered> {
    write_pending(&office.app).unwrap();
    let mut all = Vec::new();
    let snapshot = office.app.store.read().unwrap();
    snapshot
        .journal_back(u64::MAX, |entry| {
            all.push(entry);
            true
        })
        .unwrap();
    all.reverse();
    all
}

fn assert_sound(office: &Office) {
    let found = office.app.store.verify(&office.app.due()).unwrap();
    assert_eq!(found.faults, [""; 0]);
}

struct Walk {
    office: Office,
    walked: Vec<&'static str>,
}

impl Walk {
    /// Sends a form that must be taken; gives what the journal tells of it.
    async fn post(
        &mut self,
        cookie: &str,
        (pattern, address): (&'static str, &str),
        fields: &[(&str, &str)],
    ) -> Vec<Act> {
        let before = journal(&self.office).len();
        let page = self.office.post(cookie, address, fields).await;
        self.told(pattern, before, &page)
    }

    /// Sends a form, and confirms it on the page that asks.
    async fn confirmed(
        &mut self,
        cookie: &str,
        (pattern, address): (&'static str, &str),
        fields: &[(&str, &str)],
    ) -> Vec<Act> {
        let revision = self.office.post(cookie, address, fields).await.value("phien_ban");
        let mut again = fields.to_vec();
        again.extend([("phien_ban", revision.as_str()), ("buoc", "xac-nhan")]);
        self.post(cookie, (pattern, address), &again).await
    }

    fn told(&mut self, pattern: &'static str, before: usize, page: &Page) -> Vec<Act> {
        let is_taken = page.status == StatusCode::SEE_OTHER || page.status == StatusCode::OK;
        assert!(is_taken, "{pattern}: {}", page.text());
        let told: Vec<_> = journal(&self.office).split_off(before);
        assert!(!told.is_empty(), "{pattern} left no entry");
        self.walked.push(pattern);
        told.into_iter().map(|numbered| numbered.entry.act).collect()
    }
}

const APPROVED: [(&str, &str); 3] =
    [("ly_do", "Luật đổi"), ("so_van_ban", "145/UBND-TD"), ("ngay_van_ban", "20/11/2026")];

fn intake(key: &str) -> [(&str, &str); 8] {
    [
        ("khoa", key),
        ("nguon", "truc-tiep"),
        ("ngay_nhan", "24/11/2026"),
        ("so_nguoi", "1"),
        ("ho_ten", "Trần Thị Kín"),
        ("dia_chi", "Tổ 62, KV 9"),
        ("loai", "TC"),
        ("noi_dung", "Tố cáo thu tiền sai quy định"),
    ]
}

#[tokio::test]
async fn every_form_that_changes_something_leaves_an_entry() {
    let office = Office::new();
    let key = donthu::app::session::open_setup(&office.app).unwrap().unwrap();
    let mut walk = Walk { office, walked: Vec::new() };
    let first = [
        ("ma", key.as_str()),
        ("co_quan", "UBND phường Thử"),
        ("ho_ten", "Quản Trị"),
        ("ten", "quantri"),
        ("mat_khau", "đường về nhà xa"),
        ("mat_khau_lai", "đường về nhà xa"),
    ];
    let told = walk.post("", ("/khoi-tao", "/khoi-tao"), &first).await;
    assert!(matches!(told[..], [Act::Account { what: AccountAct::MadeFirst, .. }]), "{told:?}");
    let login = [("ten", "quantri"), ("mat_khau", "đường về nhà xa")];
    assert_eq!(walk.post("", ("/dang-nhap", "/dang-nhap"), &login).await, [Act::SignedIn]);
    of_petitions(&mut walk).await;
    of_ledgers(&mut walk).await;
    of_ones_own(&mut walk).await;
    of_administration(&mut walk).await;
    let cookie = walk.office.sign_in(&walk.office.person(Role::Leader, None));
    assert_eq!(walk.post(&cookie, ("/dang-xuat", "/dang-xuat"), &[]).await, [Act::SignedOut]);
    for route in table().iter().filter(|route| route.method == "POST") {
        let is_known =
            walk.walked.contains(&route.pattern) || CHANGE_NOTHING.contains(&route.pattern);
        assert!(is_known, "{}: give it a form here", route.pattern);
    }
    assert_sound(&walk.office);
}

async fn of_petitions(walk: &mut Walk) {
    let clerk = walk.office.sign_in(&walk.office.person(Role::IntakeOfficer, None));
    let desk = walk.office.sign_in(&walk.office.person(Role::DeskOfficer, None));
    let head = walk.office.sign_in(&walk.office.person(Role::DeskHead, None));
    let leader = walk.office.sign_in(&walk.office.person(Role::Leader, None));
    let told = walk.post(&clerk, ("/don/moi", "/don/moi"), &intake("1")).await;
    assert!(matches!(&told[..], [Act::Petition(one)] if one.kinds == [StepKind::Received]));
    let opening = [("ly_do", "đối chiếu chữ ký")];
    let address = "/don/2026/0001/danh-tinh";
    let told = walk.post(&clerk, ("/don/{year}/{serial}/danh-tinh", address), &opening).await;
    assert!(matches!(&told[..], [Act::Petition(one)] if one.kinds == [StepKind::IdentityOpened]));
    let address = "/don/2026/0001/sua/danh-tinh";
    walk.post(&clerk, ("/don/{year}/{serial}/sua/danh-tinh", address), &opening).await;
    let address = "/don/2026/0001/sua";
    let mut form = walk.office.get(&clerk, address).await.form_fields(address);
    form.retain(|(name, _)| !["noi_dung", "ly_do"].contains(&name.as_str()));
    let mut fields: Vec<_> = form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    fields.extend([("noi_dung", "Tố cáo thu sai"), ("ly_do", "gõ nhầm")]);
    let told = walk.post(&clerk, ("/don/{year}/{serial}/sua", address), &fields).await;
    assert!(matches!(&told[..], [Act::Petition(one)] if one.kinds == [StepKind::Corrected]));
    let step = "/don/{year}/{serial}/buoc/{step}";
    let unit = walk.office.unit("P. TNMT").to_string();
    let slip = [("huong", "giao"), ("don_vi", unit.as_str()), ("hinh_thuc", "tham-muu")];
    let found = [
        ("loai", "TC"),
        ("linh_vuc", "dat-dai"),
        ("lan", "lan-dau"),
        ("tham_quyen", "o-day"),
        ("nguoi_gui", "ca-nhan"),
        ("thuc_hien", "tu-minh"),
    ];
    for (cookie, code, fields) in
        [(&desk, "phan-loai", &found[..]), (&desk, "de-xuat", &slip), (&head, "dong-y", &[])]
    {
        let address = format!("/don/2026/0001/buoc/{code}");
        let revision = walk.office.get(cookie, &address).await.value("ban");
        let mut all = vec![("ban", revision.as_str()), ("ngay", "25/11/2026")];
        all.extend_from_slice(fields);
        let told = walk.post(cookie, (step, &address), &all).await;
        assert!(matches!(&told[..], [Act::Petition(one)] if one.kinds == [StepKind::Paper]));
    }
    let id = PetitionId { year: 2026, serial: 1 };
    let history = walk.office.app.store.read().unwrap().history(id).unwrap();
    let classified = |event: &Event| matches!(event.happening, Happening::Paper(_));
    let number = history.iter().position(classified).unwrap() + 1;
    let address = format!("/don/2026/0001/da-ghi/{number}");
    let mut form = walk.office.get(&desk, &address).await.form_fields(&address);
    form.retain(|(name, _)| !["ngay", "ly_do"].contains(&name.as_str()));
    let mut fields: Vec<_> = form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    fields.extend([("ngay", "24/11/2026"), ("ly_do", "gõ nhầm ngày")]);
    let told = walk.post(&desk, ("/don/{year}/{serial}/da-ghi/{event}", &address), &fields).await;
    assert!(matches!(&told[..], [Act::Petition(one)] if one.kinds == [StepKind::StepCorrected]));
    let chosen = walk.office.get(&leader, "/duyet").await.value("chon");
    let told = walk.post(&leader, ("/duyet", "/duyet"), &[("chon", &chosen)]).await;
    assert!(matches!(&told[..], [Act::Petition(_)]), "{told:?}");
    of_the_seal(walk, (&clerk, &leader)).await;
}

/// Who may know a sender, and whether the seal stays.
async fn of_the_seal(walk: &mut Walk, (clerk, leader): (&str, &str)) {
    let reader = walk.office.person(Role::DeskHead, None).account.to_string();
    let reason = ("ly_do", "làm việc với người tố cáo");
    let lifted = [("so", "12/QĐ-UBND"), ("ngay", "25/11/2026"), ("ly_do", "người tố cáo đồng ý")];
    let steps = [
        (
            "/don/{year}/{serial}/danh-tinh/cho-biet",
            "cho-biet",
            vec![("nguoi", reader.as_str()), reason],
        ),
        ("/don/{year}/{serial}/danh-tinh/thoi", "thoi", vec![("nguoi", reader.as_str())]),
        ("/don/{year}/{serial}/danh-tinh/bo", "bo", lifted.to_vec()),
    ];
    for (pattern, code, fields) in steps {
        let address = format!("/don/2026/0001/danh-tinh/{code}");
        let told = walk.post(leader, (pattern, &address), &fields).await;
        assert!(matches!(&told[..], [Act::Petition(one)] if one.kinds == [StepKind::Protection]));
    }
    let mut plain = intake("2");
    plain[6].1 = "KN";
    walk.post(clerk, ("/don/moi", "/don/moi"), &plain).await;
    let asked = ("/don/{year}/{serial}/danh-tinh/giu", "/don/2026/0002/danh-tinh/giu");
    let told = walk.post(clerk, asked, &[("ly_do", "sợ bị trả thù")]).await;
    assert!(matches!(&told[..], [Act::Petition(one)] if one.kinds == [StepKind::Protection]));
}

/// What people do with their own account.
async fn of_ones_own(walk: &mut Walk) {
    const NEW: &str = "hỏi thăm chú chuột đi đâu";
    let person = walk.office.person(Role::DeskOfficer, None);
    let (cookie, _other) = (walk.office.sign_in(&person), walk.office.sign_in(&person));
    let told = walk.post(&cookie, ("/tai-khoan/phien", "/tai-khoan/phien"), &[("khac", "1")]).await;
    assert!(matches!(told[..], [Act::Account { what: AccountAct::SessionsEnded, .. }]), "{told:?}");
    let changed = [("mat_khau_cu", PASSWORD), ("mat_khau", NEW), ("mat_khau_lai", NEW)];
    walk.post(&cookie, ("/tai-khoan/mat-khau", "/tai-khoan/mat-khau"), &changed).await;
    let page = walk.office.get(&cookie, CODES).await.html();
    let key = page.split("<strong class=\"key\">").nth(1).unwrap().split('<').next().unwrap();
    let first = code(key, -1, &walk.office);
    walk.post(&cookie, (CODES, CODES), &[("mat_khau_cu", NEW), ("ma", &first)]).await;
    let name = walk.office.app.store.read().unwrap().account(person.account).unwrap().unwrap();
    let login = [("ten", name.user_name.as_str()), ("mat_khau", NEW)];
    let half = cookie_of(&walk.office.post("", "/dang-nhap", &login).await);
    let second = code(key, 0, &walk.office);
    let told = walk.post(&half, ("/dang-nhap/ma", "/dang-nhap/ma"), &[("ma", &second)]).await;
    assert!(told.contains(&Act::SignedIn), "{told:?}");
    for address in ["/tai-khoan/ma-xac-nhan/du-phong", "/tai-khoan/ma-xac-nhan/tat"] {
        let told = walk.post(&cookie, (address, address), &[("mat_khau_cu", NEW)]).await;
        assert!(matches!(told[..], [Act::Account { .. }]), "{address}: {told:?}");
    }
}

async fn of_ledgers(walk: &mut Walk) {
    let cookie = walk.office.sign_in(&walk.office.person(Role::DeskHead, None));
    let book = crate::process::csv(&[
        ("Lý Một", "Khiếu nại", "Việc một"),
        ("Lý Hai", "Khiếu nại", "Việc hai"),
        ("Vũ Chờ", "", "Không loại"),
        ("Vũ Đợi", "", "Không loại nữa"),
    ]);
    let body = format!(
        "--giua\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"so.csv\"\r\n\r\n{book}\r\n\
         --giua\r\nContent-Disposition: form-data; name=\"viec\"\r\n\r\nnhap\r\n--giua--\r\n"
    );
    let before = journal(&walk.office).len();
    let request = Request::post("/quan-tri/nhap-so")
        .header(header::COOKIE, &cookie)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=giua")
        .body(Body::from(body))
        .unwrap();
    let page = walk.office.send(request).await;
    let is_over = |numbered: &Numbered| {
        matches!(numbered.entry.act, Act::Ledger(LedgerAct::Ended { is_cancelled: false, .. }))
    };
    crate::process::wait_until("the ledger is taken in", || {
        journal(&walk.office).iter().any(is_over)
    });
    let told = walk.told("/quan-tri/nhap-so", before, &page);
    let [begun, taken_in, ended] = &told[..] else { panic!("{told:?}") };
    assert!(matches!(begun, Act::Ledger(LedgerAct::Begun { .. })));
    assert!(
        matches!(taken_in, Act::Ledger(LedgerAct::TakenIn { petitions, held: 2, .. })
            if petitions.count() == 2),
        "one entry for all rows: {taken_in:?}"
    );
    assert!(matches!(ended, Act::Ledger(LedgerAct::Ended { .. })));
    let row = ("/quan-tri/dong-cho-sua/{row}", "/quan-tri/dong-cho-sua/1");
    let form = walk.office.get(&cookie, row.1).await.form_fields(row.1);
    let mut fields: Vec<_> = form
        .iter()
        .filter(|(name, _)| name != "loai-don")
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    fields.push(("loai-don", "Khiếu nại"));
    let told = walk.post(&cookie, row, &fields).await;
    assert!(
        matches!(
            &told[..],
            [Act::Ledger(LedgerAct::RowCorrected { petition: Some(_), .. }), Act::Petition(_)]
        ),
        "{told:?}"
    );
    let row = ("/quan-tri/dong-cho-sua/{row}/bo", "/quan-tri/dong-cho-sua/2/bo");
    let told = walk.post(&cookie, row, &[("ly_do", "trùng")]).await;
    assert!(matches!(&told[..], [Act::Ledger(LedgerAct::RowDropped { .. })]));
    let undo = ("/quan-tri/nhap-so/{batch}/hoan-tac", "/quan-tri/nhap-so/1/hoan-tac");
    let told = walk.post(&cookie, undo, &[]).await;
    assert!(matches!(&told[..], [Act::Ledger(LedgerAct::Undone { petitions: 3, .. })]));
}

async fn of_administration(walk: &mut Walk) {
    let cookie = walk.office.sign_in(&walk.office.person(Role::Administrator, None));
    let accounts = "/quan-tri/tai-khoan";
    let new = [
        ("ten", "hoa"),
        ("ho_ten", "Lê Thị Hoa"),
        ("mat_khau", PASSWORD),
        ("vai_tro", "thanh-tra"),
        ("tu", "25/11/2026"),
    ];
    let told = walk.post(&cookie, (accounts, accounts), &new).await;
    let [Act::Account { account, what: AccountAct::Made }] = told[..] else { panic!("{told:?}") };
    let address = format!("{accounts}/{account}");
    let close = [("viec", "khoa")];
    let told = walk.post(&cookie, ("/quan-tri/tai-khoan/{account}", &address), &close).await;
    assert_eq!(told, [Act::Account { account, what: AccountAct::Closed }]);
    let required = "/quan-tri/tai-khoan/bat-buoc-ma";
    let told = walk.post(&cookie, (required, required), &[("vai_tro", "thanh-tra")]).await;
    assert_eq!(told, [Act::CodesRequired(vec![Role::Inspector])]);
    of_units(walk, &cookie).await;
    of_law(walk, &cookie).await;
}

async fn of_units(walk: &mut Walk, cookie: &str) {
    let units = "/quan-tri/don-vi";
    let new = [("ten", "Phòng Mới"), ("ten_ngan", "P. M")];
    walk.post(cookie, (units, units), &new).await;
    let unit = walk.office.unit("P. TNMT");
    let heir = walk.office.unit("P. KT").to_string();
    let address = format!("{units}/{unit}");
    let merged = [
        ("viec", "sap-nhap"),
        ("vao", heir.as_str()),
        ("ngay", "01/11/2026"),
        ("so_vb", "12/NQ-HĐND"),
        ("ngay_vb", "20/10/2026"),
        ("ly_do", "sắp xếp"),
        ("xac_nhan", "1"),
    ];
    let told = walk.post(cookie, ("/quan-tri/don-vi/{unit}", &address), &merged).await;
    assert!(
        told.iter()
            .any(|act| matches!(act, Act::Petition(one) if one.kinds == [StepKind::HandedOver]))
    );
    // A past ledger names a unit that is no more.
    let late = donthu::store::petition::NewPetition {
        facts: complaint("2026-10-01", "Trần Cũ", "Việc cũ"),
        sealed_note: None,
        origin: None,
        entered_by: None,
        history: late_history(&walk.office, unit),
    };
    let due = walk.office.app.due();
    walk.office.app.store.write(|tx| tx.register(late, &due)).unwrap();
    let rest = format!("{address}/chuyen-not");
    walk.post(cookie, ("/quan-tri/don-vi/{unit}/chuyen-not", &rest), &[]).await;
    let plan = "/quan-tri/don-vi/ban-giao";
    walk.post(cookie, (plan, plan), &[]).await;
}

async fn of_law(walk: &mut Walk, cookie: &str) {
    let closed: Vec<_> =
        [("nam", "2026"), ("viec", "dong-cua"), ("tu", "04/12/2026"), ("ten", "Bão số 13")]
            .into_iter()
            .chain(APPROVED)
            .collect();
    let told = walk.confirmed(cookie, ("/quan-tri/lich", "/quan-tri/lich"), &closed).await;
    assert!(matches!(told[..], [Act::Law { change: 1 }]), "{told:?}");
    let wording: Vec<_> = [
        ("viec", "thay"),
        ("ma", "KN1-TL-d"),
        ("tu_ngay", "01/03/2027"),
        ("ten", "Thụ lý khiếu nại"),
        ("so", "5"),
        ("cach_tinh", "ngay-lam-viec"),
        ("can_cu_moi", "NĐ 1/2027 Đ.2"),
        ("tin_cay_moi", "H"),
    ]
    .into_iter()
    .chain(APPROVED)
    .collect();
    let rule = ("/quan-tri/quy-tac/{rule}", "/quan-tri/quy-tac/KN1-TL-c");
    walk.confirmed(cookie, rule, &wording).await;
    let ahead: Vec<_> = [("so_ngay", "3")].into_iter().chain(APPROVED).collect();
    walk.confirmed(cookie, ("/quan-tri/quy-tac", "/quan-tri/quy-tac"), &ahead).await;
}

fn late_history(office: &Office, unit: UnitId) -> Vec<Event> {
    let event = |happening| Event {
        happening,
        on: date("2026-10-01"),
        entered_at: office.app.clock.now(),
        by: None,
        capacity: None,
    };
    let given = Assignment { unit, mode: None, document: None, due_on: None };
    vec![event(Happening::Received), event(Happening::Assigned(given))]
}

#[tokio::test]
async fn what_is_handed_out_and_what_is_refused_is_told() {
    let office = Office::new();
    let clerk = office.person(Role::IntakeOfficer, None);
    let stranger = office.person(Role::UnitOfficer, Some("P. TNMT"));
    let id = office.register(&clerk, complaint("2026-11-24", "Trần Văn Kín", "Việc riêng"));
    let cookie = office.sign_in(&clerk);
    let before = journal(&office).len();
    office.get(&cookie, &format!("/don/{id}/bien-nhan")).await;
    office.get(&cookie, "/don.xlsx?loai=KN&q=Tr%E1%BA%A7n+V%C4%83n+K%C3%ADn").await;
    assert_eq!(office.get(&cookie, "/quan-tri/tai-khoan").await.status, StatusCode::FORBIDDEN);
    let theirs = office.sign_in(&stranger);
    for _ in 0..3 {
        let hidden = office.get(&theirs, &format!("/don/{id}")).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(office.get(&theirs, "/don/2026/0099").await.status, StatusCode::NOT_FOUND);
    let told = journal(&office).split_off(before);
    let acts: Vec<Act> = told.iter().map(|numbered| numbered.entry.act.clone()).collect();
    let route = |route: &str| Denial::Route(route.into());
    let expected = [
        Act::Export(Export::Receipt { petition: id }),
        Act::Export(Export::List { rows: 1, address: "/don?loai=KN".into() }),
        Act::SignedIn,
        Act::Refused { what: route("GET /quan-tri/tai-khoan"), petition: None, times: 1 },
        Act::Refused { what: route("GET /don/{year}/{serial}"), petition: Some(id), times: 3 },
    ];
    assert_eq!(acts, expected);
    assert_eq!(told[4].entry.who, Who::Account(stranger.account));
    // A step that is another's, tried past the pages.
    let step = donthu::app::handle::Step {
        command: donthu::domain::workflow::Command::Case(
            donthu::domain::workflow::case::CaseCommand::StartVerification { document: None },
        ),
        on: date("2026-11-25"),
        revision: 1,
    };
    donthu::app::handle::take(&office.app, &clerk, id, step).unwrap_err();
    let last = journal(&office).pop().unwrap().entry;
    assert_eq!(last.act, Act::Refused { what: Denial::Step, petition: Some(id), times: 1 });
}

#[tokio::test]
async fn bad_sign_ins_are_counted_and_nothing_typed_is_kept() {
    let office = Office::new();
    let mai = office.person(Role::IntakeOfficer, None);
    let (known, typed) = ("nguoi0", "mật khẩu gõ nhầm ô");
    let before = journal(&office).len();
    for name in [known, typed, "ai-day", known] {
        office.post("", "/dang-nhap", &[("ten", name), ("mat_khau", "sai")]).await;
    }
    let told = journal(&office).split_off(before);
    let acts: Vec<_> = told.iter().map(|numbered| numbered.entry.act.clone()).collect();
    let refused = |account, times| Act::SignInRefused { account, times };
    assert_eq!(acts, [refused(None, 2), refused(Some(mai.account), 2)]);
    assert!(told.iter().all(|numbered| numbered.entry.who == Who::Stranger));
    // However many addresses they come from, one writing holds so many entries and no more.
    let before = journal(&office).len();
    for at in 0..10_000_u32 {
        let place =
            donthu::domain::journal::ClientPlace::new(&format!("10.0.{}.{}", at >> 8, at & 255));
        let what = donthu::app::journal::Refused::SignIn(None);
        office.app.note_refusal(Who::Stranger, Some(place), what);
    }
    let told = journal(&office).split_off(before);
    let times = told.iter().map(|numbered| {
        let Act::SignInRefused { times, .. } = numbered.entry.act else { panic!("{numbered:?}") };
        times
    });
    assert_eq!(times.sum::<u32>(), 10_000, "none is lost");
    assert!(told.len() <= 61, "{} entries", told.len());
    assert_sound(&office);
}

/// What the page of the journal shows to somebody with this role.
async fn shown(office: &Office, role: Role, address: &str) -> Page {
    let cookie = office.sign_in(&office.person(role, None));
    office.get(&cookie, address).await
}

#[tokio::test]
async fn inspectors_read_what_happened_and_administrators_ids_only() {
    let office = Office::new();
    let clerk = office.person(Role::IntakeOfficer, None);
    let facts = complaint("2026-11-24", "Quách Bí Mật", "Tố cáo ông Chức Quyền nhận tiền");
    let id = office.register(&clerk, Facts { kind: Kind::Denunciation, ..facts });
    let cookie = office.sign_in(&clerk);
    let opened = [("ly_do", "đối chiếu với biên lai")];
    office.post(&cookie, &format!("/don/{id}/danh-tinh"), &opened).await;
    let all = "/quan-tri/nhat-ky";
    let inspector = shown(&office, Role::Inspector, all).await;
    assert!(inspector.text().contains("đối chiếu với biên lai"), "{}", inspector.text());
    assert!(inspector.links().contains(&format!("/don/{id}")));
    let admin = shown(&office, Role::Administrator, all).await;
    let text = admin.text();
    for told in [
        "Đơn 2026/0001: tiếp nhận (sự kiện 1)",
        "Đơn 2026/0001: mở danh tính người gửi (sự kiện 2)",
        "Người Thử 0",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    for address in [all, "/quan-tri/nhat-ky?don=2026%2F0001", "/quan-tri/nhat-ky/chot"] {
        let page = shown(&office, Role::Administrator, address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        for secret in ["biên lai", "Chức Quyền", "Bí Mật", "nhận tiền", "/don/2026"] {
            assert!(!page.html().contains(secret), "{secret} at {address}");
        }
    }
    for (address, number) in [
        ("?viec=mo-danh-tinh", 1),
        ("?don=2026/0001&viec=don", 1),
        ("?tu=26/11/2026", 0),
        ("?den=24/11/2026", 0),
        ("?tu=25/11/2026&den=25/11/2026&viec=mo-danh-tinh", 1),
        ("?nguoi=1&viec=phien", 1),
        ("?nguoi=may-chu&viec=don", 0),
    ] {
        let page = shown(&office, Role::Inspector, &format!("{all}{address}")).await;
        let rows = page.html().matches("<tr id=\"m").count();
        assert_eq!(rows, number, "{address}: {}", page.text());
    }
    let wrong = shown(&office, Role::Inspector, "/quan-tri/nhat-ky?tu=31/02/2026").await;
    assert!(wrong.text().contains("Không đọc được “31/02/2026”"), "{}", wrong.text());
    assert_eq!(shown(&office, Role::Leader, all).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_double() {
    let office = Office::new();
    let clerk = office.person(Role::IntakeOfficer, None);
    for at in 0..120 {
        office.register(&clerk, complaint("2026-11-24", "Trần Văn Thử", &format!("Việc {at}")));
    }
    let cookie = office.sign_in(&office.person(Role::Inspector, None));
    let (mut address, mut seen) = ("/quan-tri/nhat-ky?viec=don".to_owned(), Vec::new());
    loop {
        let page = office.get(&cookie, &address).await;
        let html = page.html();
        seen.extend(
            html.split("<tr id=\"m")
                .skip(1)
                .map(|part| part.split('"').next().unwrap().parse::<u64>().unwrap()),
        );
        let next = page.links().into_iter().find(|link| link.contains("truoc="));
        match next.filter(|_| html.contains("rel=\"next\"")) {
            Some(next) if seen.len() < 120 => address = next,
            _ => break,
        }
    }
    assert_eq!(seen.len(), 120);
    assert!(seen.windows(2).all(|two| two[0] > two[1]), "{seen:?}");
}

#[tokio::test]
async fn the_minutes_print_a_head_that_verifies_later() {
    let office = Office::new();
    let clerk = office.person(Role::IntakeOfficer, None);
    office.register(&clerk, complaint("2026-11-24", "Trần Văn Thử", "Việc"));
    let page = shown(&office, Role::Inspector, "/quan-tri/nhat-ky/chot").await;
    let text = page.text();
    assert!(text.contains("kỳ từ 01/11/2026 đến 25/11/2026"), "{text}");
    let head = text.split("--journal-head ").nth(1).unwrap().split(' ').next().unwrap();
    let head: donthu::domain::journal::link::Head = head.parse().unwrap();
    assert!(text.contains(&head.link.grouped()), "{text}");
    office.register(&clerk, complaint("2026-11-24", "Trần Văn Thử", "Việc sau"));
    assert!(office.app.store.read().unwrap().holds(head).unwrap());
    let empty = shown(&office, Role::Inspector, "/quan-tri/nhat-ky/chot?den=30/06/2026").await;
    assert!(empty.text().contains("không có mục nào"), "{}", empty.text());
}
