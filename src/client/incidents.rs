//! What happened to whoever has this phone, sealed for those who look after people; and on their devices,
//! read. What is opened is given to the page that shows it and lies nowhere.

use super::clock::BrowserRng;
use super::own::Own;
use super::phone::Phone;
use super::told::SaveError;
use crate::canvass::draft::Draft;
use crate::canvass::fact::Fact;
use crate::canvass::stream::Stream;
use crate::organise::incidents::{Incidents, MayRead, people};
use crate::sync::incident::{Incident, Reader, readers, seal};

impl Own {
    fn incident_readers(self) -> Vec<Reader> {
        let held = self.held();
        let session = held.session.borrow();
        session.as_ref().map_or_else(Vec::new, |session| {
            let (campaign, state) = (session.device().campaign, held.state.borrow());
            readers(&state, session.reader().chain(), campaign)
        })
    }
}

impl Phone {
    /// An incident to record, sealed: from here on this phone cannot read it, not even where it is not
    /// saved and held.
    ///
    /// # Errors
    /// [`SaveError`]: there is nobody here that it could be sealed for.
    pub fn sealed_incident(self, incident: &Incident) -> Result<Draft, SaveError> {
        let own = self.own()?;
        let device = own.held().device().ok_or(SaveError::NoCampaign)?;
        let readers = own.incident_readers();
        let (campaign, person) = (device.campaign, device.person());
        let said = seal(campaign, person, incident, &readers, &mut BrowserRng);
        let said = said.map_err(|_| SaveError::NoKey)?;
        Ok(Draft::new(
            Stream::Inner,
            Fact::Incident { said },
            Vec::new(),
        ))
    }

    /// Organisers, and for whose devices incidents are sealed. Runs again whenever that may have changed.
    pub fn incident_readers(self) -> Vec<MayRead> {
        let readers = self.own().map(Own::incident_readers).unwrap_or_default();
        self.read(|state| people(state, &readers))
    }

    /// The incidents that were sealed for this device. Runs again whenever something is recorded.
    pub fn incidents(self) -> Incidents {
        let own = self.own().ok();
        let Some(device) = own.and_then(|own| own.held().device()) else {
            return Incidents::default();
        };
        self.read(|state| Incidents::read(state, device.campaign, &device.keys))
    }
}
