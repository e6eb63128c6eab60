//! An office in a temporary folder, with the real store, index and router, and a client that needs no socket.

pub(crate) mod address;
pub(crate) mod city;
pub(crate) mod crawl;
pub(crate) mod html;
pub(crate) mod log;
pub(crate) mod page;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::{DateTime, NaiveDate};
use donthu::app::account::NewAccount;
use donthu::app::session::{Caller, Entered, SignIn};
use donthu::app::{App, account, index, intake, session, settings};
use donthu::clock::{Clock, OFFICE_ZONE};
use donthu::domain::id::{PetitionId, UnitId};
use donthu::domain::permission::{Actor, Post, Role};
use donthu::domain::person::Petitioner;
use donthu::domain::petition::{Channel, Facts, Kind, Source};
use http_body_util::BodyExt;
use tempfile::TempDir;
use tower::ServiceExt;

pub(crate) use page::Page;

/// The password of every test account.
pub(crate) const PASSWORD: &str = "con mèo leo cây cau";

/// The unit of people who are a unit's.
pub(crate) const UNIT: &str = "P. TNMT";

/// Somebody who is signed in.
pub(crate) struct Person {
    pub(crate) actor: Actor,
    pub(crate) cookie: String,
}

/// An open office.
pub(crate) struct Office {
    pub(crate) app: Arc<App>,
    router: Router,
    stop: Arc<AtomicBool>,
    indexing: Option<JoinHandle<()>>,
    folder: Option<TempDir>,
}

impl Office {
    /// The shipped units, nobody and nothing else, on 25 November 2026 at nine.
    pub(crate) fn new() -> Self {
        Self::at(TempDir::new().unwrap())
    }

    /// The same office after a restart: everything is closed and opened again.
    pub(crate) fn restarted(mut self) -> Self {
        let folder = self.folder.take().unwrap();
        drop(self);
        Self::at(folder)
    }

    fn at(folder: TempDir) -> Self {
        let now = DateTime::parse_from_rfc3339("2026-11-25T09:00:00+07:00").unwrap();
        let clock = Clock::Fixed(now.with_timezone(&OFFICE_ZONE));
        let app = Arc::new(App::open(&folder.path().join("data"), clock).unwrap());
        settings::seed(&app, Some("UBND thành phố thử nghiệm")).unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let (indexed, stopped) = (Arc::clone(&app), Arc::clone(&stop));
        let indexing = std::thread::spawn(move || index::follow(&indexed, &stopped));
        let router = donthu::web::routes::router(Arc::clone(&app));
        Self { app, router, stop, indexing: Some(indexing), folder: Some(folder) }
    }

    /// Somebody with this role.
    pub(crate) fn person(&self, role: Role, unit: Option<&str>) -> Actor {
        self.holder(vec![Post { role, unit: unit.map(|name| self.unit(name)) }])
    }

    /// Somebody with these posts.
    pub(crate) fn holder(&self, posts: Vec<Post>) -> Actor {
        let accounts = self.app.store.read().unwrap().accounts().unwrap().len();
        let new = NewAccount {
            user_name: format!("nguoi{accounts}"),
            full_name: format!("Người Thử {accounts}"),
            password: PASSWORD.into(),
            posts: posts.into_iter().map(|post| post.since(self.first_day(post.unit))).collect(),
        };
        let id = account::create(&self.app, None, new).unwrap();
        self.app.store.read().unwrap().account(id).unwrap().unwrap().actor(self.app.clock.today())
    }

    /// Long ago, or the first day of a younger unit.
    fn first_day(&self, unit: Option<UnitId>) -> NaiveDate {
        let from = unit.and_then(|unit| self.app.office().unit(unit).unwrap().valid_from);
        from.unwrap_or(date("2010-01-01"))
    }

    pub(crate) fn unit(&self, name: &str) -> UnitId {
        self.app.office().names.find(name).unwrap_or_else(|| panic!("no unit {name}"))
    }

    /// The person's cookie after signing in.
    pub(crate) fn sign_in(&self, actor: &Actor) -> String {
        let account = self.app.store.read().unwrap().account(actor.account).unwrap().unwrap();
        let attempt = session::knock(&self.app, &account.user_name, &Caller::default()).unwrap();
        match session::sign_in(&self.app, &attempt, PASSWORD).unwrap() {
            SignIn::Done(Entered { token, .. }) | SignIn::CodeNeeded(token) => {
                format!("donthu_phien={token}")
            }
        }
    }

    /// Somebody with this role, of the usual unit where it is a unit's, and signed in.
    pub(crate) fn signed_in(&self, role: Role) -> Person {
        let actor = self.person(role, role.is_of_a_unit().then_some(UNIT));
        let cookie = self.sign_in(&actor);
        Person { actor, cookie }
    }

    /// Opens a form, changes these fields and sends it.
    pub(crate) async fn fill(&self, by: &Person, form: &str, fields: &[(&str, &str)]) -> Page {
        let filled = self.get(&by.cookie, form).await.form_fields(form);
        self.send_filled(by, form, filled, fields).await
    }

    /// Sends what a form holds with these fields changed.
    pub(crate) async fn send_filled(
        &self,
        by: &Person,
        form: &str,
        filled: Vec<(String, String)>,
        fields: &[(&str, &str)],
    ) -> Page {
        let mut all: Vec<(&str, &str)> =
            filled.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        // Forms are for whom they were made: one that is forged says that it is the forger's.
        let own = by.actor.account.to_string();
        all.retain(|(name, _)| {
            *name != "nguoi_mo" && !fields.iter().any(|(changed, _)| changed == name)
        });
        all.push(("nguoi_mo", &own));
        all.extend_from_slice(fields);
        self.post(&by.cookie, form, &all).await
    }

    /// Registers a petition as somebody at the counter.
    pub(crate) fn register(&self, actor: &Actor, facts: Facts) -> PetitionId {
        let key = u128::from(self.app.store.last_seq()) + 1;
        intake::register(&self.app, actor, key, facts).unwrap()
    }

    pub(crate) async fn get(&self, cookie: &str, address: &str) -> Page {
        self.send(Request::get(address).header(header::COOKIE, cookie).body(Body::empty()).unwrap())
            .await
    }

    /// Posts a form as the page itself would.
    pub(crate) async fn post(&self, cookie: &str, address: &str, fields: &[(&str, &str)]) -> Page {
        let request = Request::post(address)
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(page::form(fields)))
            .unwrap();
        self.send(request).await
    }

    /// Opens a page or sends an empty form.
    pub(crate) async fn ask(&self, cookie: &str, method: &str, address: &str) -> Page {
        if method == "GET" {
            self.get(cookie, address).await
        } else {
            self.post(cookie, address, &[]).await
        }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Page {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Page { status: parts.status, headers: parts.headers, bytes }
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        self.app.index.request_stop();
        if let Some(indexing) = self.indexing.take() {
            indexing.join().unwrap();
        }
    }
}

/// A complaint received on a day, from this person about this matter.
pub(crate) fn complaint(day: &str, name: &str, content: &str) -> Facts {
    Facts {
        kind: Kind::Complaint,
        received_on: date(day),
        written_on: None,
        source: Some(Source { channel: Channel::Counter, from_body: None }),
        petitioner: Some(person(name)),
        group_size: 1,
        content: content.into(),
        field: None,
        respondent: None,
        enclosures: None,
        has_originals: false,
        note: None,
    }
}

pub(crate) fn person(name: &str) -> Petitioner {
    Petitioner {
        name: name.into(),
        address: Some("Tổ 62, KV 9".into()),
        ward: Some("phường Nhơn Bình".into()),
        identity_number: None,
        phone: None,
    }
}

pub(crate) fn date(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

/// Whether a request without a session is sent to sign in.
pub(crate) fn leads_to_sign_in(page: &Page) -> bool {
    page.status == StatusCode::SEE_OTHER && page.location().starts_with("/dang-nhap")
}

/// What the desk finds in a petition that the office settles, as the form of classification takes it.
pub(crate) fn found(kind: &str) -> Vec<(&str, &str)> {
    vec![
        ("loai", kind),
        ("linh_vuc", "dat-dai"),
        ("lan", "lan-dau"),
        ("tham_quyen", "o-day"),
        ("nguoi_gui", "ca-nhan"),
        ("thuc_hien", "tu-minh"),
    ]
}
