//! Whatever a browser sends as its cookies lets nobody in who has no session, and breaks nothing.
//!
//! `PHIEN` in the input stands for the token of a real session, so that cookies around it are tried too.
#![no_main]

use axum::body::Body;
use axum::http::{HeaderValue, Request, StatusCode, header};
use libfuzzer_sys::fuzz_target;

const STANDS_FOR_TOKEN: &[u8] = b"PHIEN";

fuzz_target!(init: { donthu_fuzz::office(); }, |data: &[u8]| {
    let office = donthu_fuzz::office();
    let mut cookie = Vec::new();
    let mut rest = data;
    let mut holds_token = false;
    while let Some((first, others)) = rest.split_first() {
        if let Some(after) = rest.strip_prefix(STANDS_FOR_TOKEN) {
            cookie.extend(office.session.1.as_bytes());
            holds_token = true;
            rest = after;
        } else {
            cookie.push(*first);
            rest = others;
        }
    }
    let Ok(value) = HeaderValue::from_bytes(&cookie) else { return };
    let request = Request::get("/tinh-han").header(header::COOKIE, value);
    let (status, _) = office.ask(request.body(Body::empty()).unwrap());
    let is_let_in = status == StatusCode::OK;
    assert!(is_let_in || status == StatusCode::SEE_OTHER, "{status}");
    assert!(!is_let_in || holds_token, "let in without a session");
});
