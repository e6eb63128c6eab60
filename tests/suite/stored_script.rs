//! Script, links that run and formulas, typed into every text field that anybody is offered: every page, every print and
//! every Excel file shows them as the text they are.
//!
//! The forms are found, not listed: a field that is added later is filled in as well.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use axum::http::StatusCode;
use donthu::app::import::{self, Reading};
use donthu::domain::id::PetitionId;

use crate::support::Page;
use crate::support::address::found;
use crate::support::city::{City, Person};
use crate::support::crawl::{everything, is_sheet, told};
use crate::support::html::{Field, FieldKind, Form, forms, tags};

/// What is typed, by turns. Without blanks, so that a name to sign in with takes it as well.
const EVIL: [&str; 10] = [
    "\"><xss/onerror=thung()>",
    "'><script>thung()</script>",
    "</textarea></title><svg/onload=thung()>",
    "javascript:thung()",
    "=HYPERLINK(\"http://thung\")",
    "+1+thung",
    "@SUM(thung)",
    "-2+thung",
    "\t=1+thung",
    "\r=1+thung",
];

/// What some fields take alone.
const RIGHT: [(&str, &str); 10] = [
    ("loai-don", "Khiếu nại"),
    ("cccd", "052199000123"),
    ("dien_thoai", "0905123456"),
    ("so_nguoi", "7"),
    ("quan_he", ""),
    ("don_truoc", ""),
    ("don_sau", ""),
    ("ngay_nhan", "02/11/2026"),
    ("ngay_van_ban", "20/11/2026"),
    ("ngay-den", "04/03/2017"),
];

/// Forms that must have been taken with all that was typed: else the walk would show nothing.
const TAKEN: [&str; 17] = [
    "/don/moi",
    "/don/{year}/{serial}/sua",
    "/don/{year}/{serial}/danh-tinh",
    "/don/{year}/{serial}/buoc/{step} phan-loai",
    "/don/{year}/{serial}/buoc/{step} de-xuat",
    "/don/{year}/{serial}/buoc/{step} thu-ly",
    "/don/{year}/{serial}/buoc/{step} ghi-buoc",
    "/don/{year}/{serial}/buoc/{step} ban-hanh",
    "/don/{year}/{serial}/buoc/{step} gui",
    "/don/{year}/{serial}/buoc/{step} duyet",
    "/quan-tri/dong-cho-sua/{row}",
    "/quan-tri/don-vi ",
    "/quan-tri/don-vi/{unit} doi-ten",
    "/quan-tri/tai-khoan ",
    "/quan-tri/lich ",
    "/quan-tri/quy-tac ",
    "/quan-tri/quy-tac/{rule} sua",
];

/// Steps after which little is left to do.
const ENDING: [&str; 5] = ["/giao-lai", "/rut-don", "/khoi-kien", "/khong-thu-ly", "/tam-dinh-chi"];

/// Tags that no template of ours has.
const FOREIGN: [&str; 8] = ["xss", "img", "iframe", "object", "embed", "base", "style", "template"];
/// Attributes that lead somewhere.
const LEADING: [&str; 5] = ["href", "src", "action", "formaction", "poster"];

/// Whether a page is made of our own tags only.
fn assert_harmless(page: &Page, what: &str) {
    if is_sheet(page) {
        return assert_no_formula(&page.bytes, what);
    }
    let location = page.location();
    assert!(
        location.is_empty() || (location.starts_with('/') && !location.starts_with("//")),
        "{what}: {location}"
    );
    let html = page.html();
    let mut is_script = false;
    for tag in tags(&html) {
        let name = tag.name.as_str();
        assert!(!FOREIGN.contains(&name), "{what}: <{name}>");
        is_script |= name == "script";
        let runs = name == "script" && !tag.get("src").is_some_and(|src| src.starts_with("/tinh/"));
        assert!(!runs, "{what}: a script");
        for (attribute, value) in &tag.attributes {
            let is_ours = attribute.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            let runs =
                attribute.starts_with("on") || ["style", "srcdoc"].contains(&attribute.as_str());
            assert!(is_ours && !runs, "{what}: <{name} {attribute}={value}>");
            // The link of the codes to the app that makes them is ours.
            let leads_away = LEADING.contains(&attribute.as_str())
                && !value.starts_with("otpauth://totp/")
                && (!value.starts_with(['/', '#', '?']) || value.starts_with("//"));
            assert!(!leads_away, "{what}: <{name} {attribute}={value}>");
        }
    }
    let bodies = html.split("<script").skip(1).filter_map(|rest| rest.split_once('>'));
    for (_, rest) in bodies.filter(|_| is_script) {
        assert!(rest.starts_with("</script>"), "{what}: a script with a body");
    }
}

/// Whether a workbook holds texts, numbers and days only.
fn assert_no_formula(bytes: &[u8], what: &str) {
    let mut file = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for at in 0..file.len() {
        let (mut xml, mut part) = (String::new(), file.by_index(at).unwrap());
        part.read_to_string(&mut xml).unwrap();
        let name = part.name().unwrap().into_owned();
        for tag in ["<f>", "<f ", "<hyperlink", "<oleObject", "DDE"] {
            assert!(!xml.contains(tag), "{what}: {tag} in {name}");
        }
    }
}

/// Fills forms in, one evil text after the other.
struct Vandal<'c> {
    city: &'c City,
    turn: usize,
    /// Whether days that may be left out are typed.
    fills_days: bool,
    /// Forms that were taken: route, and the step or work that it was.
    taken: BTreeSet<String>,
}

impl Vandal<'_> {
    /// No two alike, for names that may be given once only.
    fn evil(&mut self) -> String {
        self.turn += 1;
        format!("{}{}", EVIL[self.turn % EVIL.len()], self.turn)
    }

    /// What is typed into a field: where only a day, a number or a choice is taken, that, unless it is all the same.
    fn typed(&mut self, field: &Field, everywhere: bool) -> String {
        let first = |options: &[String]| options.iter().find(|option| !option.is_empty()).cloned();
        let right = RIGHT.iter().find(|(name, _)| *name == field.name);
        let is_blank = field.value.is_empty();
        match (&field.kind, right) {
            (FieldKind::Fixed, _) => field.value.clone(),
            (FieldKind::Password, _) => "con mèo leo cây cau".into(),
            (FieldKind::Text | FieldKind::Day | FieldKind::Number, _) if everywhere => self.evil(),
            (_, Some((_, right))) => (*right).to_owned(),
            (FieldKind::Choice(options), None) if is_blank => first(options).unwrap_or_default(),
            (FieldKind::Text, None) if field.name.starts_with("ngay") => field.value.clone(),
            (FieldKind::Text, None) => self.evil(),
            (FieldKind::Day, None) if is_blank && (field.is_required || self.fills_days) => {
                "25/11/2026".into()
            }
            (FieldKind::Number, None) if is_blank && field.is_required => "1".into(),
            (FieldKind::Day | FieldKind::Number | FieldKind::Choice(_), None) => {
                field.value.clone()
            }
        }
    }

    async fn send(&mut self, person: &Person, form: &Form, everywhere: bool) -> Page {
        let mut typed: Vec<(String, String)> = Vec::new();
        for field in &form.fields {
            typed.push((field.name.clone(), self.typed(field, everywhere)));
        }
        if form.action == "/quan-tri/tai-khoan" {
            typed.push(("vai_tro".into(), "thanh-tra".into()));
        }
        let typed: Vec<(&str, &str)> =
            typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = self.city.office.post(&person.cookie, &form.action, &typed).await;
        let who = format!("{} sent {}", person.name, form.action);
        assert!(!answer.status.is_server_error(), "{who}");
        assert_harmless(&answer, &who);
        answer
    }

    /// Sends every form of a page, first with nothing right in it and then as it is taken.
    async fn fill_in(&mut self, person: &Person, address: &str, is_first: bool) {
        let count = forms(&self.city.office.get(&person.cookie, address).await.html()).len();
        for at in 0..count {
            for everywhere in [true, false].into_iter().skip(usize::from(!is_first)) {
                // Made anew: what was taken before has changed it.
                let page = self.city.office.get(&person.cookie, address).await;
                assert_harmless(&page, &format!("{} at {address}", person.name));
                let form = forms(&page.html()).into_iter().nth(at);
                let Some(form) = form.filter(|form| form.is_post && is_safe(form)) else {
                    continue;
                };
                let mut answer = self.send(person, &form, everywhere).await;
                // What is asked for twice is said yes to.
                let confirms = |page: &Page| {
                    let all = forms(&page.html()).into_iter();
                    let mut all = all.filter(|again| again.is_post && again.action == form.action);
                    all.find(|again| again.pairs().contains(&("buoc", "xac-nhan")))
                };
                if let Some(again) = confirms(&answer).filter(|_| answer.status == StatusCode::OK) {
                    answer = self.send(person, &again, false).await;
                }
                if answer.status.is_redirection() || answer.status == StatusCode::OK {
                    self.taken.insert(name_of(&form));
                }
            }
        }
    }
}

/// Whether people and petitions are still there afterwards.
fn is_safe(form: &Form) -> bool {
    let ends = ["/dang-xuat", "/hoan-tac", "/bo", "/ban-giao", "/chuyen-not", "/dung"];
    let of_account = form.action.starts_with("/quan-tri/tai-khoan/");
    !of_account && !ends.iter().any(|end| form.action.ends_with(end))
}

/// The route, with what tells its forms apart.
fn name_of(form: &Form) -> String {
    let pattern = found("POST", &form.action).unwrap().pattern;
    let part = form.action.rsplit_once("/buoc/").map(|(_, step)| step.to_owned());
    let work =
        form.fields.iter().find(|field| field.name == "viec").map(|field| field.value.clone());
    format!("{pattern} {}", part.or(work).unwrap_or_default())
}

/// A book with evil in every cell, one row of it right and one to be put right.
fn take_ledger_in(city: &City) {
    let cell = |text: &str| format!("\"{}\"", text.trim().replace('"', "\"\""));
    let heads = "Ngày đến,Người gửi,Địa chỉ,Loại đơn,Nội dung,Đơn vị giải quyết,Ghi chú,<script>thung()</script>";
    let row = |day: &str, at: usize| {
        let [name, address, matter, unit, note, other] =
            [0, 1, 2, 3, 4, 5].map(|field| cell(EVIL[(at + field) % EVIL.len()]));
        format!("{day},{name},{address},Khiếu nại,{matter},{unit},{note},{other}")
    };
    let rows = [row("02/03/2017", 0), row("03/03/2017", 3), row("31/02/2017", 6)];
    let csv = format!("{heads}\n{}\n", rows.join("\n"));
    let (app, reading) = (&city.office.app, Reading::begin());
    let watch = |progress| reading.pace(progress);
    let read = import::read(app, "so\"><xss onerror=thung()>.csv", csv.as_bytes(), &watch).unwrap();
    let by = &city.by("head of the desk").actor;
    let report = import::import(app, Some(by), &read, &mut |_| true).unwrap();
    assert_eq!((report.tally.imported, report.tally.held), (2, 1));
}

/// Pages with forms beside those of petitions.
const PAGES: [&str; 10] = [
    "/don/moi",
    "/duyet",
    "/quan-tri/dong-cho-sua/2",
    "/quan-tri/don-vi",
    "/quan-tri/don-vi/3?viec=doi-ten",
    "/quan-tri/don-vi/5?viec=vung-xa",
    "/quan-tri/tai-khoan",
    "/quan-tri/quy-tac",
    "/quan-tri/quy-tac/KN1-TL-c",
    "/quan-tri/lich",
];
/// Who fills them in, one after the other.
const PEOPLE: [&str; 8] = [
    "counter",
    "desk",
    "head of the desk",
    "leader",
    "head of the unit",
    "officer",
    "head of the other unit",
    "administrator",
];

/// The pages on which the person has something to fill in.
async fn offered(city: &City, person: &Person, round: usize) -> Vec<String> {
    let last = city.office.app.store.read().unwrap().petition_ids().unwrap().pop().unwrap();
    let first = PAGES.iter().filter(|_| round == 0);
    let mut addresses: Vec<String> = first.map(|address| (*address).to_owned()).collect();
    for id in [city.of_unit, city.sealed, city.sealed_of_other, last] {
        let page = city.office.get(&person.cookie, &format!("/don/{id}")).await;
        let works = page.links().into_iter().filter(|link| is_of(link, id));
        addresses.extend(
            works.filter(|work| round == 2 || !ENDING.iter().any(|end| work.ends_with(end))),
        );
        addresses.push(format!("/don/{id}"));
    }
    addresses
}

#[tokio::test]
async fn evil_text_in_every_field_is_text_on_every_page_print_and_sheet() {
    let city = City::new().await;
    take_ledger_in(&city);
    let taken = BTreeSet::new();
    let mut vandal = Vandal { city: &city, turn: 0, fills_days: false, taken };
    for round in 0..3 {
        vandal.fills_days = round == 1;
        for person in PEOPLE.map(|name| city.by(name)) {
            for address in offered(&city, person, round).await {
                vandal.fill_in(person, &address, round == 0).await;
            }
        }
    }
    for form in TAKEN {
        let is_taken = vandal.taken.iter().any(|taken| taken.starts_with(form));
        assert!(is_taken, "{form} was never taken: {:#?}", vandal.taken);
    }
    let mut shown = String::new();
    for person in ["inspector", "head of the desk", "officer", "administrator"] {
        let person = city.by(person);
        for (address, page) in everything(&city.office, person).await {
            assert_harmless(&page, &format!("{} at {address}", person.name));
            shown.push_str(&told(&page));
        }
    }
    for evil in EVIL {
        let escaped = evil.trim().replace('<', "&#60;").replace('>', "&#62;");
        let escaped = escaped.replace('"', "&#34;").replace('\'', "&#39;");
        assert!(shown.contains(&escaped), "{evil} was never shown");
    }
}

fn is_of(link: &str, id: PetitionId) -> bool {
    link.starts_with(&format!("/don/{id}/")) && !link.ends_with("/bien-nhan")
}
