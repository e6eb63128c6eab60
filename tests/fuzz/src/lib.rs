//! What the targets share: a small office with an index, opened once, and its pages.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::DateTime;
use donthu::app::{App, index, practice};
use donthu::clock::{Clock, OFFICE_ZONE};
use donthu::web::routes;
use http_body_util::BodyExt;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;

const PASSWORD: &str = "con mèo leo cây cau";
/// Petitions of the office: few, so that a search of them is quick.
const PETITIONS: u64 = 120;

/// The office that all inputs are tried on.
pub struct Office {
    pub app: Arc<App>,
    /// Name and value of the cookie of somebody who may read all petitions.
    pub session: (String, String),
    router: Router,
    runtime: Runtime,
    _folder: TempDir,
}

/// The office, made at the first call.
pub fn office() -> &'static Office {
    static MADE: OnceLock<Office> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let now = DateTime::parse_from_rfc3339("2026-11-25T09:00:00+07:00").unwrap();
        let clock = Clock::Fixed(now.with_timezone(&OFFICE_ZONE));
        let app = Arc::new(App::open(folder.path(), clock).unwrap());
        let logins = practice::fill(&app, PETITIONS, PASSWORD, &mut |_| {}).unwrap();
        index::bring_up_to_date(&app).unwrap();
        let router = routes::router(Arc::clone(&app));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let session = runtime.block_on(sign_in(&router, &logins[0].user_name));
        Office { app, session, router, runtime, _folder: folder }
    })
}

async fn sign_in(router: &Router, user_name: &str) -> (String, String) {
    let request = Request::post("/dang-nhap")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("ten={user_name}&mat_khau={PASSWORD}")))
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let cookies = response.headers().get_all(header::SET_COOKIE).iter();
    let mut cookies = cookies.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap());
    let (name, value) = cookies.find_map(|cookie| cookie.split_once('=')).unwrap();
    (name.to_owned(), value.to_owned())
}

impl Office {
    /// What the pages answer, read to its end.
    pub fn ask(&self, request: Request<Body>) -> (StatusCode, Vec<u8>) {
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let status = response.status();
            (status, response.into_body().collect().await.unwrap().to_bytes().to_vec())
        })
    }
}
