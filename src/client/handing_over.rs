//! Handing over, on either side: the card, the file, and whose a keyholder's words are.

use super::clock::{BrowserRng, now};
use super::phone::Phone;
use super::told::PhoneError;
use crate::canvass::about::extensions;
use crate::canvass::draft::Draft;
use crate::canvass::fact::Fact;
use crate::canvass::handover::Holder;
use crate::canvass::stream::Stream;
use crate::organise::handover::Package;
use crate::organise::handover::keyholders::Candidate;
use crate::sync::certificate::SignedCertificate;
use crate::sync::device::Device;
use crate::sync::handover::{Card, Handover, HandoverError, Receiver};
use crate::sync::keyholding::{SignedHolder, own_person, place_of};
use crate::sync::keys::OwnKeys;
use crate::sync::wire::RefusalCode;

/// What is in a file that opens on this device.
#[derive(Clone, Debug, PartialEq)]
pub struct Came {
    /// The package.
    pub package: Package,
    /// What the file hashes to.
    pub hash: [u8; 32],
    /// What both sides read to each other.
    pub code: String,
}

impl Phone {
    fn device_of_it(self) -> Option<Device> {
        self.own().ok()?.held().device()
    }

    /// How many keyholders' words are still missing to bring a campaign back.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub async fn words_missing(self, words_keys: &[OwnKeys]) -> Result<usize, PhoneError> {
        self.own()?.words_missing(words_keys).await
    }

    /// The root certificate of this device's campaign.
    pub fn root(self) -> Option<SignedCertificate> {
        self.device_of_it()?.line.first().cloned()
    }

    /// What this device shows whoever hands over to it; `None` where it belongs to no campaign.
    pub fn own_card(self) -> Option<Card> {
        let extensions = self.read_untracked(extensions);
        Some(Card::of(&self.device_of_it()?, &extensions))
    }

    /// Looks at a card: its code, and the device to seal to.
    ///
    /// # Errors
    /// [`HandoverError`].
    pub fn look_at_card(self, text: &str) -> Result<(String, Receiver), HandoverError> {
        let card = Card::from_text(text)?;
        let device = self.device_of_it().ok_or(HandoverError::DoesNotHold)?;
        let receiver = card.check(&device.line, now())?;
        Ok((card.code(), receiver))
    }

    /// Seals a package to a device, as a file behind these words; with it the code that both sides read to each
    /// other.
    ///
    /// # Errors
    /// [`HandoverError`].
    pub fn seal_package(
        self,
        package: &Package,
        to: &Receiver,
        words: &str,
    ) -> Result<(String, String), HandoverError> {
        let device = self.device_of_it().ok_or(HandoverError::DoesNotHold)?;
        let sealed = Handover::seal(&package.to_bytes(), to, &device, &mut BrowserRng)?;
        Ok((sealed.to_file(words), sealed.code()))
    }

    /// Opens a file that was made for this device.
    ///
    /// # Errors
    /// [`HandoverError`].
    pub fn open_package(self, file: &[u8]) -> Result<Came, HandoverError> {
        let file = Handover::from_file(file)?;
        let device = self.device_of_it().ok_or(HandoverError::OtherDevice)?;
        let bytes = file.open(&device)?;
        // Of another version the file says so itself, before it is opened.
        let package = Package::from_bytes(&bytes).ok_or(HandoverError::Damaged)?;
        Ok(Came {
            package,
            hash: file.hash(),
            code: file.code(),
        })
    }

    /// To record whose a keyholder's words are: somebody's of this device where `here`, else of nobody's yet.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where these are no keyholder's words; `NotAllowed` without a campaign;
    /// `NotOwnDevice` where this one was invited as somebody's other device.
    pub fn keyholder_is(
        self,
        keys: &OwnKeys,
        who: &Candidate,
        here: bool,
    ) -> Result<Draft, PhoneError> {
        let device = self.device_of_it().ok_or(PhoneError::NotAllowed)?;
        let root = device.line.first().ok_or(PhoneError::NotAllowed)?;
        let place =
            place_of(root, keys).ok_or(PhoneError::Refused(RefusalCode::UnknownCampaign))?;
        let holder = Holder {
            place,
            name: who.name.trim().to_string(),
            tenure: who.tenure.trim().to_string(),
            stair: who.stair.trim().to_string(),
            person: match here {
                true => Some(own_person(&device).ok_or(PhoneError::NotOwnDevice)?),
                false => None,
            },
        };
        let signed = SignedHolder::sign(device.campaign, holder, keys).to_bytes();
        let fact = Fact::Keyholder { signed };
        Ok(Draft::new(Stream::Board, fact, Vec::new()))
    }
}
