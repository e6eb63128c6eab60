//! How a person takes a step: found through a queue, its button pressed, its form filled in from the keyboard.

use donthu::domain::permission::Role;
use thirtyfour::{By, Key};

use super::office::of;
use super::stage::Stage;

/// Tab stops between two fields of a form, at most.
const TAB_STOPS: usize = 40;

impl Stage {
    /// Leaves, and comes back as the person of this role.
    pub(crate) async fn changes_to(&self, role: Role) {
        if !self.all(".me button").await.is_empty() {
            self.press("Đăng xuất").await;
            self.at("/dang-nhap").await;
        }
        self.sign_in(&of(role)).await;
    }

    /// Goes home and through the queue of this name to the petition.
    pub(crate) async fn finds_in(&self, queue: &str, number: &str) {
        self.find("a.brand").await.click().await.unwrap();
        self.at("/").await;
        let tile = format!("//ul[@class='tiles']//a[span='{queue}']");
        self.until(queue, async || self.driver.find(By::XPath(&tile)).await.is_ok()).await;
        self.driver.find(By::XPath(&tile)).await.unwrap().click().await.unwrap();
        self.press(number).await;
        self.at(&format!("/don/{number}")).await;
    }

    /// Presses the button of a step and answers its form from the keyboard alone.
    pub(crate) async fn takes(&self, button: &str, answers: &[(&str, &str)]) {
        self.presses_step(button).await;
        for (name, text) in answers {
            self.answers(name, text).await;
        }
        self.sends().await;
        self.says(&format!("Đã ghi: {button}.")).await;
    }

    /// The button on the petition's page, among the rare ones where it is not seen.
    pub(crate) async fn presses_step(&self, button: &str) {
        let link = format!("//div[contains(@class,'steps')]//a[normalize-space()='{button}']");
        self.until(button, async || self.driver.find(By::XPath(&link)).await.is_ok()).await;
        let link = self.driver.find(By::XPath(&link)).await.unwrap();
        if !link.is_displayed().await.unwrap() {
            self.press("Việc khác…").await;
        }
        link.click().await.unwrap();
        self.until("the form", async || self.path().await.contains("/buoc/")).await;
        self.find("main form").await;
    }

    /// Walks to a field by Tab and types; letters choose in a list, a space ticks.
    pub(crate) async fn answers(&self, name: &str, text: &str) {
        self.walks_to(name).await;
        // What stood there is written over.
        self.with_key(Key::Control, "a".into()).await;
        self.keys(text).await;
        let chosen: String = self
            .script(
                "const at = document.activeElement; \
                 return at.tagName === 'SELECT' ? at.selectedOptions[0].textContent : '';",
                vec![],
            )
            .await;
        let is_meant = chosen.is_empty() || chosen.to_lowercase().starts_with(&text.to_lowercase());
        assert!(is_meant, "{name}: “{text}” chose “{chosen}”");
    }

    async fn walks_to(&self, name: &str) {
        // Forward, or back where the field lies before the one that has the focus.
        const IS_BEFORE: &str = "const at = document.activeElement; \
            const to = document.querySelector(`main form [name=\"${arguments[0]}\"]`); \
            return at !== document.body \
                && (at.compareDocumentPosition(to) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;";
        let is_before: bool = self.script(IS_BEFORE, vec![name.into()]).await;
        for _ in 0..TAB_STOPS {
            if self.focused().await == name {
                return;
            }
            if is_before {
                self.with_key(Key::Shift, Key::Tab + "").await;
            } else {
                self.keys(Key::Tab + "").await;
            }
        }
        panic!("Tab does not lead to {name}, but to {}", self.focused().await);
    }

    pub(crate) async fn sends(&self) {
        self.with_key(Key::Control, Key::Enter + "").await;
    }

    /// The clock of this name: how it stands, and after opening it, why.
    pub(crate) async fn clock(&self, name: &str) -> String {
        let clock = format!("//div[contains(@class,'clocks')]/dl/dt[.='{name}']/following::dd[1]");
        self.until(name, async || self.driver.find(By::XPath(&clock)).await.is_ok()).await;
        let clock = self.driver.find(By::XPath(&clock)).await.unwrap();
        if let Ok(why) = clock.find(By::Css("details:not([open]) summary")).await {
            why.click().await.unwrap();
        }
        clock.text().await.unwrap()
    }
}
