"""Everything that can go wrong, as one tree.

    OS1Error
    ├── HomeError            the data folder can't be used
    │   ├── HomeBusy         another OS1 has it open
    │   └── HomeReadOnly     nothing can be written there
    ├── KeyMissing           the store's key can't be had
    │   ├── WrongPassphrase
    │   ├── WrongRecoveryCode
    │   └── PassphraseNeeded
    ├── StoreError           the database can't do what was asked
    │   ├── StoreDamaged
    │   ├── StoreFull
    │   └── StoreTooNew
    ├── RubbishError         input that can't be taken
    ├── NoSuchMemory
    └── VoiceError           speaking or hearing can't be done
        ├── EarsFailed
        ├── VoiceFailed
        └── NoMicrophone

Every message is one sentence for the person, saying what to do.
"""

from __future__ import annotations


class OS1Error(Exception):
    """Something went wrong that the person can do something about."""


class HomeError(OS1Error):
    """The data folder can't be used."""


class HomeBusy(HomeError):
    """Another OS1 has this home open."""


class HomeReadOnly(HomeError):
    """Nothing can be written in this home."""


class KeyMissing(OS1Error):
    """The store's key can't be had."""


class PassphraseNeeded(KeyMissing):
    """The home is locked with a passphrase and none was given."""


class WrongPassphrase(KeyMissing):
    """The passphrase doesn't open this home."""


class WrongRecoveryCode(KeyMissing):
    """The recovery code doesn't open this home."""


class StoreError(OS1Error):
    """The database can't do what was asked."""


class StoreDamaged(StoreError):
    """The database file is damaged, or is no OS1 database."""


class StoreFull(StoreError):
    """The disk is full."""


class StoreTooNew(StoreError):
    """The database was written by a newer OS1."""


class RubbishError(OS1Error):
    """Input that can't be taken as it is."""


class NoSuchMemory(OS1Error):
    """There is no memory under this id."""


class VoiceError(OS1Error):
    """Speaking or hearing can't be done on this computer as it is."""


class EarsFailed(VoiceError):
    """Speech can't be turned into words."""


class VoiceFailed(VoiceError):
    """Words can't be spoken with this voice."""


class NoMicrophone(VoiceError):
    """There is no microphone or loudspeaker to use."""
