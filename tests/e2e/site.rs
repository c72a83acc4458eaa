//! The estate the journeys are on: an endpoint, a campaign that was started in a browser, a list
//! loaded, and the organiser who cuts turfs and invites.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use stairwell::t;

use crate::browser::{Browser, Engine};
use crate::chromium;
use crate::download;
use crate::endpoint::Endpoint;
use crate::founding;
use crate::played;
use crate::screens;
use crate::webkit;

/// A made-up estate: two buildings with floors, two streets; 74 doors.
const LIST: &str = "tests/e2e/kestrel.csv";
/// Who starts a campaign on it.
const GROUP: &str = "Kestrel Residents";

/// All of it.
pub struct Site {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// The organiser's browser.
    pub organiser: Browser,
    /// The six words of the campaign, as they stood on the sheet.
    pub words: Vec<String>,
    driver: Driver,
    profiles: usize,
}

/// What opens browsers.
enum Driver {
    Chromium(chromium::Driver),
    WebKit(webkit::Driver),
}

impl Driver {
    fn start(engine: Engine) -> Result<Driver> {
        Ok(match engine {
            Engine::Chromium => Driver::Chromium(chromium::Driver::start()?),
            Engine::WebKit => Driver::WebKit(webkit::Driver::start()?),
        })
    }

    async fn browser(&self, profile: &Path, origin: &str, who: &str) -> Result<Browser> {
        match self {
            Driver::Chromium(driver) => driver.browser(profile, origin, who).await,
            Driver::WebKit(driver) => driver.browser(profile, origin, who).await,
        }
    }
}

/// An invitation as the organiser hands it over.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The link.
    pub link: String,
    /// The 16 characters, in fours.
    pub code: String,
}

impl Site {
    /// Starts a campaign and loads the list, page by page, as an organiser does.
    pub async fn open(engine: Engine) -> Result<Site> {
        let endpoint = Endpoint::start()?;
        let driver = Driver::start(engine)?;
        let profile = endpoint.scratch("organiser");
        let organiser = driver
            .browser(&profile, &endpoint.origin(), "the organiser")
            .await?;
        let mut site = Site {
            endpoint,
            organiser,
            words: Vec::new(),
            driver,
            profiles: 0,
        };
        site.start_campaign().await?;
        site.load_list().await?;
        Ok(site)
    }

    /// Another campaign at an endpoint of its own, which ends on a day (`2027-05-31`), or on the one
    /// that is offered; no list is loaded, and no page looked over that has been already.
    pub async fn another(engine: Engine, ends: Option<&str>) -> Result<Site> {
        Site::of("Larch Residents", engine, ends).await
    }

    /// An estate of three months that were played before anybody looks (`tests/it/three_months`), and an
    /// organiser's browser that joined by a link.
    pub async fn played(engine: Engine) -> Result<Site> {
        let mut endpoint = Endpoint::practising()?;
        let (origin, start_code) = (endpoint.origin(), endpoint.start_code.clone());
        let play = move || played::three_months(&origin, &start_code);
        let link = tokio::task::spawn_blocking(play).await?;
        endpoint.start_again()?;
        let driver = Driver::start(engine)?;
        let profile = endpoint.scratch("organiser");
        let organiser = driver
            .browser(&profile, &endpoint.origin(), "an organiser")
            .await?;
        let page = &organiser.page;
        page.open_link(&link).await?;
        page.sees(&t!("volunteer.invited_organiser")).await?;
        page.fill(&t!("volunteer.your_name"), "Nia").await?;
        page.tap(&t!("volunteer.join")).await?;
        page.sees(&t!("volunteer.no_signal_needed")).await?;
        Ok(Site {
            endpoint,
            organiser,
            words: Vec::new(),
            driver,
            profiles: 0,
        })
    }

    /// A committee's campaign at an endpoint of its own; `words` are its first keyholder's.
    pub async fn of_committee(engine: Engine, committee: &[(&str, &str, &str)]) -> Result<Site> {
        let endpoint = Endpoint::start()?;
        let driver = Driver::start(engine)?;
        let profile = endpoint.scratch("organiser");
        let organiser = driver
            .browser(&profile, &endpoint.origin(), "the committee")
            .await?;
        let (page, code) = (&organiser.page, &endpoint.start_code);
        let words = founding::of_committee(page, code, "Kestrel Committee", committee).await?;
        Ok(Site {
            words: words.into_iter().next().unwrap_or_default(),
            endpoint,
            organiser,
            driver,
            profiles: 0,
        })
    }

    async fn of(group: &str, engine: Engine, ends: Option<&str>) -> Result<Site> {
        let endpoint = Endpoint::start()?;
        let driver = Driver::start(engine)?;
        let profile = endpoint.scratch("organiser");
        let organiser = driver
            .browser(&profile, &endpoint.origin(), "the other organiser")
            .await?;
        let words = founding::quickly(&organiser.page, &endpoint.start_code, group, ends).await?;
        Ok(Site {
            endpoint,
            organiser,
            words,
            driver,
            profiles: 0,
        })
    }

    /// The same estate as [`Site::open`] makes, with no page looked over that has been already.
    pub async fn quickly(engine: Engine) -> Result<Site> {
        let site = Site::of(GROUP, engine, None).await?;
        let page = &site.organiser.page;
        page.tap(&t!("organiser.step_list")).await?;
        let list = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(LIST);
        page.pick_file(&t!("organiser.list_pick"), &list).await?;
        page.sees("Kestrel Court").await?;
        page.tap(&t!("organiser.list_load")).await?;
        page.tap(&t!("list.source_own_doors")).await?;
        page.tap(&t!("list.source_go")).await?;
        page.sees(&t!("organiser.list_loaded", n = 74)).await?;
        Ok(site)
    }

    async fn start_campaign(&mut self) -> Result<()> {
        let (browser, page) = (&self.organiser, &self.organiser.page);
        page.open("/").await?;
        browser.screen("start-welcome").await?;
        page.open("/start").await?;
        browser.screen("start-code").await?;
        page.tap(&t!("start.go_on")).await?;
        page.sees(&t!("start.code_missing")).await?;
        browser.screen("start-code-missing").await?;
        page.tap(&t!("start.back")).await?;
        page.sees(&t!("welcome.have_words")).await?;
        // A link that was copied wrong.
        page.open("/start#ABCDEFGHJKMN").await?;
        let answers = [
            ("group", GROUP, "contact"),
            ("contact", "01632 960 001", "kept"),
        ];
        for (question, answer, next) in answers {
            page.sees(&t!(&format!("start.{question}"))).await?;
            browser.screen(&format!("start-{question}")).await?;
            page.fill(&t!(&format!("start.{question}")), answer).await?;
            page.tap(&t!("start.go_on")).await?;
            page.sees(&t!(&format!("start.{next}"))).await?;
        }
        // Words to begin with stand there already.
        for (question, next) in [("kept", "why"), ("why", "sharing")] {
            browser.screen(&format!("start-{question}")).await?;
            page.tap(&t!("start.go_on")).await?;
            page.sees(&t!(&format!("start.{next}"))).await?;
        }
        browser.screen("start-sharing").await?;
        page.tap(&t!("start.go_on")).await?;
        page.sees(&t!("start.sharing_pick")).await?;
        page.tap(&t!("start.sharing_nobody")).await?;
        page.tap(&t!("start.go_on")).await?;
        page.sees(&t!("start.name")).await?;
        browser.screen("start-name").await?;
        page.fill(&t!("start.name"), "Olwen").await?;
        page.tap(&t!("start.go_on")).await?;
        page.sees(&t!("start.ends")).await?;
        browser.screen("start-ends").await?;
        page.tap(&t!("start.go_on")).await?;
        self.words_sheet().await
    }

    /// Copies the words from the screen, and types two of them back.
    async fn words_sheet(&mut self) -> Result<()> {
        let (browser, page) = (&self.organiser, &self.organiser.page);
        let words = founding::words(page).await?;
        browser.screen("start-words").await?;
        self.sheet_file(&words).await?;
        page.tap(&t!("start.words_written")).await?;
        page.sees(&t!("start.typed_back")).await?;
        browser.screen("start-typed-back").await?;
        founding::type_back(page, &words).await?;
        page.tap(&t!("start.found")).await?;
        // It is asked for again, and nothing else is: the words are on paper already.
        page.sees(&t!("start.code_hint")).await?;
        page.fill(&t!("start.code"), &self.endpoint.start_code)
            .await?;
        page.tap(&t!("start.go_on")).await?;
        page.sees(&t!("organiser.step_list_todo")).await?;
        self.organiser.screen("organiser-home-empty").await?;
        self.words = words;
        Ok(())
    }

    /// Saves the sheet as a file, which has the words on it; and as it would be printed.
    async fn sheet_file(&self, words: &[String]) -> Result<()> {
        let (browser, page) = (&self.organiser, &self.organiser.page);
        let folder = self.endpoint.scratch("sheet");
        std::fs::create_dir_all(&folder)?;
        browser.downloads_to(&folder).await?;
        page.tap(&t!("start.sheet_save")).await?;
        let file = folder.join("stairwell-six-words.pdf");
        page.sees(&t!(
            "organiser.file_saved",
            file = "stairwell-six-words.pdf"
        ))
        .await?;
        let bytes = download::whole(&file).await?;
        let text = String::from_utf8_lossy(&bytes);
        for word in words {
            anyhow::ensure!(
                text.contains(&format!("  {word}) Tj")),
                "{word} is not on it"
            );
        }
        std::fs::create_dir_all(screens::folder())?;
        std::fs::copy(&file, screens::folder().join("six-words.pdf"))?;
        if browser.engine() != Engine::Chromium {
            // WebKit prints nothing while it is driven.
            return Ok(());
        }
        let printed = page
            .driver
            .cdp()
            .send_raw("Page.printToPDF", serde_json::json!({}))
            .await?;
        let printed = printed["data"].as_str().context("a printed page")?;
        let printed = data_encoding::BASE64.decode(printed.as_bytes())?;
        std::fs::write(screens::folder().join("six-words-printed.pdf"), printed)?;
        Ok(())
    }

    async fn load_list(&self) -> Result<()> {
        let (browser, page) = (&self.organiser, &self.organiser.page);
        page.tap(&t!("organiser.step_list")).await?;
        page.sees(&t!("organiser.list_what")).await?;
        browser.screen("organiser-list").await?;
        let list = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(LIST);
        page.pick_file(&t!("organiser.list_pick"), &list).await?;
        page.sees(&t!("organiser.plan_rows")).await?;
        page.sees("Kestrel Court").await?;
        browser.screen("organiser-plan").await?;
        page.tap(&t!("organiser.list_load")).await?;
        page.sees(&t!("list.source")).await?;
        page.tap(&t!("list.source_go")).await?;
        page.sees(&t!("list.source_missing")).await?;
        browser.screen("organiser-list-source").await?;
        page.tap(&t!("list.source_own_doors")).await?;
        page.tap(&t!("list.source_go")).await?;
        page.sees(&t!("organiser.list_loaded", n = 74)).await?;
        browser.screen("organiser-list-loaded").await
    }

    /// Cuts a turf of whole blocks, and invites so many phones to it.
    pub async fn invite(&self, turf: &str, blocks: &[&str], phones: u32) -> Result<Invitation> {
        let page = &self.organiser.page;
        page.open("/organise/turf/new").await?;
        for block in blocks {
            page.tap(block).await?;
            page.tap(&t!("organiser.turf_all_of_block")).await?;
            // Closed again, so that the next block's button is the only one.
            page.tap(block).await?;
        }
        page.fill(&t!("organiser.turf_name"), turf).await?;
        page.tap(&t!("organiser.turf_make")).await?;
        page.sees(&t!("organiser.invite_uses")).await?;
        page.fill(&t!("organiser.invite_uses"), &phones.to_string())
            .await?;
        page.tap(&t!("organiser.invite_make")).await?;
        page.sees(&t!("organiser.invite_once")).await?;
        let read = |class: &str| {
            let script = format!("return document.querySelector('.{class}')?.textContent.trim()");
            async move {
                let text = page.script(&script, &[]).await?;
                let text = text.as_str().map(str::to_string);
                text.context("the invitation is shown")
            }
        };
        Ok(Invitation {
            link: read("invite-link").await?,
            code: read("invite-code").await?,
        })
    }

    /// A new browser that belongs to nobody yet.
    pub async fn phone(&mut self, who: &str) -> Result<Browser> {
        self.profiles += 1;
        let profile = self.endpoint.scratch(&format!("profile-{}", self.profiles));
        self.reopen(profile, who).await
    }

    /// A browser on a profile that was closed.
    pub async fn reopen(&self, profile: PathBuf, who: &str) -> Result<Browser> {
        let origin = self.endpoint.origin();
        self.driver.browser(&profile, &origin, who).await
    }

    /// A phone that has joined by an invitation and needs no signal any more.
    pub async fn volunteer(&mut self, who: &str, invitation: &Invitation) -> Result<Browser> {
        let phone = self.phone(who).await?;
        phone.page.open_link(&invitation.link).await?;
        phone.page.sees(&t!("volunteer.invited")).await?;
        phone.page.fill(&t!("volunteer.your_name"), who).await?;
        phone.page.tap(&t!("volunteer.join")).await?;
        phone.page.sees(&t!("volunteer.no_signal_needed")).await?;
        Ok(phone)
    }

    /// Leaves a picture behind, and the endpoint as the next journey needs it.
    pub async fn after_a_failure(&mut self, journey: &str) {
        let name = format!("failed-{}", journey.replace([' ', ':'], "-"));
        // The journey has failed already; a picture that cannot be taken changes nothing.
        let _ = self.organiser.picture(&name).await;
        let _ = self.endpoint.start_again();
        println!("    {}", screens::folder().join(name).display());
    }

    /// Ends it.
    pub async fn close(self) {
        // Nothing depends on how the last browser ends.
        let _ = self.organiser.page.driver.quit().await;
    }
}
