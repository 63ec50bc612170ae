<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>AccessWords</name>
    <message>
        <source>%1 in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rule “%1” of sys/access forbids “%2” for %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your roles give nothing in %1, only rules of sys/access do, and none gives you “%2” for %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your account is disabled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What governs access in %1 cannot be read; until sys/access is mended, nothing else can be changed there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your roles do not include the permission “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever keeps sys/access can lift that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever keeps sys/access can mend it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A rule of sys/access can give it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It comes with: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rule “%1” gives it from %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Emergency access is another way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rule “%1” lets it through where this holds: %2.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ActionState</name>
    <message>
        <source>Only an open request takes reviews; this one is in the state “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its author has to acknowledge first what stands above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acknowledge first what stands above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not while your emergency session %1 is open; end it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody who did not write this change has to approve it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your approval stands already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The policy does not count your approval for this change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This change is yours; withdraw it to change it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approvals are missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only an approved request can be applied; this one is in the state “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live has moved on since this change was written; it needs a rebase.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The request has ended; it is in the state “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its author is still there; nobody has to take over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only its author can withdraw a request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only an open request that is no rollback can change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is the only config of the request; withdraw the request instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A later change brought another schema; choose which one holds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text is the same as what is live.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text has errors; see Problems.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The draft was changed elsewhere; choose which text to keep.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live has moved on under this draft; rebase it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no draft.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The schema of a governing document comes with the product.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select the version to go back to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is live here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version is live.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select the version whose change is to be taken back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is the first version; there is nothing before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 → %2 (digest %3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server keeps your draft here, but cannot open it at the moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The policy does not count your vote for this change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only a request that is still to be applied is rejected; this one is in the state “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An emergency change is made in its session or not at all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 Nothing is approved from here until one of the two is set right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever began it, takes part in the request or may approve it resolves it. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not known yet whether it has versions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” has versions, which are kept for good.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The open request %1 is about it; what a request refers to stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have a draft of it; discard it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a version that was rolled back from; only those are held back.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BlameNotes</name>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 with %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set by %1 on %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, approved by nobody else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, approved by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not live yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Long ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Set before the newest %n version(s), which were looked at.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Set before all versions that were looked at.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BulkQuery</name>
    <message>
        <source>Say what to look for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no regular expression, at character %1: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no regular expression: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The expression has no group “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say which keys, as in “/routes/*/timeout”; ** stands for any number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value is not JSON: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say what the key is to be called.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give a number.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CalendarDays</name>
    <message>
        <source>%1–%2 frozen: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 hours: the clock is put forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 hours: the clock is put back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>suspended: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>collides with windows that cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>collides with %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waits for its time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waits for its time; the freeze is overridden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UTC: %1 – %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UTC: %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is applied: the freeze windows cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2 “%3” %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is frozen or scheduled</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CalendarModel</name>
    <message>
        <source>Monday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tuesday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wednesday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thursday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Friday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saturday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sunday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fri</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sun</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConversionFace</name>
    <message>
        <source>A TOML document is a table of keys; this one is a single value or a list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A list holds a null, which TOML does not have. It cannot be left out without moving the others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document holds something that cannot be written in that format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text cannot be read. Problems says what stands in the way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment left behind: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left out, TOML has no null: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alias written out: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time becomes a string: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>The name or the password is not right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The password is not right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This needs a fresh proof that it is you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the identity provider said does not show that it is you. The details say why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The password was issued by an administrator. Choose one of your own first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The one-time password has ended. Ask an administrator for another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another console has the copy of the audit log open; this one waits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The copy of the audit log is not sealed, and it is not the one that was here or not what its checkpoint signs. It was not touched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The copy of the audit log was written by an older version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The copy of the audit log is still empty. It fills when the console syncs with the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The copy of the audit log was begun anew while the report was made. Run it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no report yet. Run one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This log is not verified, and a report on it is not written into a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A bundle holds all queries of its framework. Run a framework to sign one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A bundle is signed. Give the name of the key and its file, as made by “chancery-cli report key”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file of the key holds no key that signs reports, or cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The period ends before it begins, or is out of reach.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A parameter has a value that its query does not take. The details name it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program that sets reports in type, chancery-reportpdf, is missing or has failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder for temporary files cannot be written. It may be full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be made there. The folder may be missing, or yours to read only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file could not be written to its end, and nothing is left of it. The disk may be full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not accept this recovery key. The details say why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The passphrase does not open the key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file holds no recovery key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This key is not encrypted: anybody who has read the file has it. It is not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file of the key cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not accept what the identity provider said. The details say why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server cannot reach the identity provider. Try again in a minute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody came back from the browser in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine lets the console wait for no answer of the browser.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no way to sign in with a browser here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No browser could be opened on this desktop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The identity provider let nobody in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The request was sent, but its outcome is not known. Reload before trying again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else changed this since you read it. Reload to see what is there now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody who did not write this change has to approve it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The change was edited since you read it. Read it again before voting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A freeze stands against it. The details name its window, its end and the next slot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A legal hold says that this must be kept. Somebody else than who placed it can lift it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something about this change has to be acknowledged as it is now. Reload to see it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The embedded server&apos;s program was not found beside the console.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The embedded server ended while it was starting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something answers at this address, but it is not a Chancery server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cache on disk was written by a newer console; it is only read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The action was cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server cannot be reached.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server took too long to answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session has ended. Sign in again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your roles do not allow this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It does not exist, or not any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is on the server has changed in the meantime.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not accept the content as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server asks for a pause before the next request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server met an error of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s answer was not understood.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file of the console could not be read or written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The console met an error of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A freeze stands against it: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only one goes to a target at a time: %1. Queue this one behind it, or unschedule that one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 Try again in %2 s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code: %1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (line %2, column %3): %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What came back from the browser was not the answer to this sign-in. The details say why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The workbook could not be made. It may be larger than a workbook can be.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer&apos;s clock and the server&apos;s are more than five minutes apart. Nothing is approved from here until one of the two is set right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server says that entries which this copy does not have yet were pruned from the log. Whether that is so shows in a new copy: it begins behind them and must continue what was trusted. This one is kept.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>The expression has no group “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text was changed meanwhile. Nothing was replaced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no regular expression: %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Finders</name>
    <message>
        <source>Editor: Complete a Key or Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Form and Table: Edit the Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Form: Rename the Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Form: Add a Key or Item; Table: Add a Row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Form: Remove the Value; Table: Clear the Cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table: Remove the Row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Editor: Add a Caret, Like Alt+Click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Editor: Select Columns, Like Alt+Shift+Drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>List: Copy the Selected Rows as TSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lineage: Select a Second Version to Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window: Next Field; in the Editor Ctrl+Tab Leaves It</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Question: Close It Without Doing Anything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not possible here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FreezeState</name>
    <message>
        <source>soft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outside of “%1” (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approvals are missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only an approved request can be scheduled; this one is in the state “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not scheduled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only a request that can still be applied is let through a freeze; this one is in the state “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soft freezes are overridden for it already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What freezes it is not known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The freeze windows cannot be read; nothing is applied until that is mended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No override lifts a hard freeze: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No freeze stands against it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FreezeText</name>
    <message>
        <source>Nothing is applied in %1: its freeze windows cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is frozen by %2. The next slot that fits begins when that ends: %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is frozen by %2 until %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is frozen by %2 for longer than is known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 The next slot that fits is %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 No slot is known that fits.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LayoutCommands</name>
    <message>
        <source>This document cannot be laid out anew without a risk for what it says. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A comment or an anchor stands between the members of an object in brackets, and nobody can say where it belongs. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A key that does not begin its line, or is a collection, cannot be sorted. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In that order an alias would come before its anchor. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no object at the caret whose keys could be sorted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text cannot be read. Problems says what stands in the way; nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LineageFilter</name>
    <message>
        <source>“%1” is no kind: edit, merge, promotion, rollback or migration.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is no state: live or quarantined.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is no time: write 2026-11-02 or 2026-11-02T14:05.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Console for configuration under control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows this help.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starts an embedded server with the demo workspace and signs in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plays through the workspaces and saves a picture of each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“light” or “dark” instead of the desktop&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps profiles, caches and the embedded server here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends when the first window is painted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is no theme; there are “light” and “dark”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trusts time stamps of the audit log by these authorities (certificates, PEM), from now on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” cannot be read, or holds no certificate (PEM).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Outline</name>
    <message>
        <source>sealed, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>null</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>boolean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>array</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>string</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlaceWords</name>
    <message>
        <source>region %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>group %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>instance %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProblemWords</name>
    <message>
        <source>Expected %1, found %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value is not the allowed one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value must be %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value is none of the allowed ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value must be one of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value must be one of %1 and %2 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The number is out of its range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The number must be above %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The number must be at least %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The number must be below %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The number must be at most %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The number must be a multiple of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text must have at least 1 character</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text must have at least %1 characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text must have at most 1 character</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text must have at most %1 characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The array must have at least 1 item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The array must have at least %1 items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The array must have at most 1 item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The array must have at most %1 items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The object must have at least 1 property</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The object must have at least %1 properties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The object must have at most 1 property</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The object must have at most %1 properties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text must be a valid %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text does not match its pattern</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text must match the pattern %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All items of the array must be different</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value fits none of the allowed alternatives</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value must fit exactly one of the alternatives; it fits the numbers %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value fits a schema that it must not fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value is not allowed here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The property &quot;%1&quot; is not allowed here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The property &quot;%1&quot; is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The property &quot;%1&quot; is missing; it must stand beside &quot;%2&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An item is not allowed at this place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No value is allowed here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many items of the array fit the given schema</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too few items of the array fit the given schema</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No item of the array fits the given schema</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking the document against its schema takes more work than is allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document does not fit its schema; finding out why takes more work than is allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The invariant &quot;%1&quot; does not hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The invariant %1 does not hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking the invariants takes more steps than are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking the patterns takes more steps than are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This key was retired: what still reads it means something else by it, so that it cannot be used again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An empty entry matches everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A lone &quot;/&quot; matches everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected a pattern of at most 1000 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected a regular expression without look-around and back-references, which always ends in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This entry matches %1 of %2 samples, and at most %3 percent are allowed; among them %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A whole layer cannot be removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An array replaces the one below as a whole; its items are neither removed nor replaced one by one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected nothing else beside &quot;%1&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A removal is written {&quot;$remove&quot;: true}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document is larger than the limit of %1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document begins with a byte order mark; remove it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document has more than %1 values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document is nested deeper than %1 levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This byte is not valid UTF-8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not every reader can hold this number exactly; write it as a string</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A string is longer than the limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A key is longer than the limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A surrogate escape must be one of a pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such character in Unicode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A control character in a string must be escaped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected &apos;%1&apos; after the key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unexpected end of the document; expected &apos;%1&apos; after the key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unexpected end of the document; expected %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The property &quot;%1&quot; is defined twice in this object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This escape is not known to JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>\u needs four hexadecimal digits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key has more than %1 parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A control character cannot stand in a comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A control character cannot stand in a literal string</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only a decimal number has a sign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A number cannot begin with zeros</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected a closing quote before the end of the line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This escape is not known to TOML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such day in this month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is defined as a value already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is defined as an array already, which is complete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is defined as an inline table already, which is complete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is defined as an array of tables already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is defined as a table already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key &quot;%1&quot; is defined twice in this mapping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A config is one document; another one begins here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value is not of the type that its tag names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the tags of the core schema are known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No anchor &quot;%1&quot; stands in front of this alias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A node may not contain itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document is nested too deeply with its aliases expanded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected a mapping, or a sequence of mappings, behind the merge key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A value may not begin with this character; put it in quotes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unexpected end of the document; a bracket is not closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A document marker may not stand in a quoted scalar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A document marker may not stand in brackets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This line of a quoted scalar is not indented enough</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This line of a value in brackets is not indented enough</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This escape is not known to YAML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected more hexadecimal digits in this escape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A control character must be escaped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This character may stand in quoted scalars only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A key may not begin here: it must stand at the start of its line and on one line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A key in a sequence must be on one line and at most 1024 characters long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tab may not be indentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An empty line before this one is indented more than it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This line is indented more than the entries above it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A node may have one anchor only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A node may have one tag only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tag may have one handle only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An alias may have neither anchor nor tag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document has a second %YAML directive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document has a second %TAG directive for this handle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only version 1 of YAML is read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No %TAG directive declares this handle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>null</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a boolean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a string</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an array</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an integer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the end of the document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the end of the document; this line belongs to nothing above it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the end of the line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;,&apos; or &apos;}&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;,&apos; or &apos;]&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a property name in double quotes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;:&apos; after the property name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a closing quote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>three closing quotes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a digit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a digit after the decimal point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a digit in the exponent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>two digits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;-&apos; and the day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;:&apos; in the time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;:&apos; in the offset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>four hexadecimal digits behind \u</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>eight hexadecimal digits behind \U</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;---&quot; behind the directives</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;---&quot; in front of another document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one digit from 1 to 9 as the indentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one of + and - only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a space behind an anchor or tag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a key, &apos;:&apos; and a space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;:&apos; behind the key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a value in front of &apos;,&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing behind the version of %YAML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a handle and a prefix behind %TAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a version such as 1.2 behind %YAML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a handle such as !name! behind %TAG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a name behind &amp;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a name behind *</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a tag and &apos;&gt;&apos; behind &quot;!&lt;&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a name behind the handle of the tag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>two hexadecimal digits behind %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a scalar as the key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 or %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is what covers a sensitive value on screen, not the value itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One of these properties is missing: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Profile</name>
    <message>
        <source>This computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address needs the form “https://host” or “https://host:port”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another machine is reached over “https://” only.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReportTexts</name>
    <message>
        <source>Exceptions (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listed, no exceptions (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Population (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n exception(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>VERIFIED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UNVERIFIED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FAILED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All entries are proved by the checkpoint that the log has signed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The copy of the log is not whole yet: this is a look at its beginning, and no evidence. No file is written of it. Run the report again when the log is here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log does not verify (%1). What is shown is no evidence, and no file is written of it. The Audit view says what happened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Covered in part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not covered by this tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No controls: these queries belong to no framework</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 controls covered, %3 in part, %4 not by this tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taking entries from the copy of the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading entries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Making the tables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the queries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paper (PDF)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exceptions (CSV)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All Tables (CSV, in one ZIP)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workbook (XLSX)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entries of the Log (NDJSON)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assessment Results (OSCAL)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed Bundle (CMSR)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to before %2, %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not collected, and nothing follows from its silence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No exceptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 found in population %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 Counted again over the raw entries: the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 COUNTED AGAIN over the raw entries: %2 in population %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A time stamp has another past of this log than the one it has now: it was rewritten. What is shown is no evidence, and no file is written of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ANOTHER PAST at %1 entries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None is known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody outside has signed when this log was what it is. A server makes time stamps where it is started with --audit-tsa.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of what the server offers is no time stamp of this log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 by a trusted authority, the last of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 BY NOBODY WHO IS TRUSTED, the last of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 by whoever it was, the last of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first %1 entries were the same then. A stamp proves a time where it is by an authority that is trusted here, or that “chancery-cli bundle verify --tsa-ca” is told to trust; all of them go into the bundle.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RequestMerging</name>
    <message>
        <source>The request is on its way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What has to be merged could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What has to be merged is still being read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A later change brought another schema to “%1”: decide which one holds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” was changed again in the same place: decide what stays.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RequestRebase</name>
    <message>
        <source>The request has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A rollback is of a version: ask for it anew instead of rebasing it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It begins at what is live.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RequestReversal</name>
    <message>
        <source>Only what was applied can be taken back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing of this change is left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It made the first version of all that it changed: there is nothing to go back to.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SchemaName</name>
    <message>
        <source>%1, version %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VoteWords</name>
    <message>
        <source>there are not as many people left who may approve as are needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>somebody has requested changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no rule covers this change, and none allows it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has requested changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the change is another one since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>voted again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a new round has begun</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>somebody else answers for it since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what it inherits or refers to has changed since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>may not approve any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the account is disabled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is to be applied at another time since</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source> (against what is live)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>accounts</name>
    <message>
        <source>Recovery keys stand in a file of the server; nobody changes them here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only people have several accounts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: “%2” gives %3 for %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: “%2” forbids %3 for %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, until %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, at certain hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovery Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password Ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One-Time Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: sys/access cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: closed, roles give nothing here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody changes their own roles.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody disables their own account.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The account is disabled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is the last administrator who can sign in without a provider.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The account is not disabled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody enables an account of their own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only people have passwords; a service has tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The person signs in at the identity provider and has no password here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change your own password with the one you have (Ctrl+Alt+P).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is linked with no other account.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody says of themselves that they are two people.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have said so; a second administrator has to say the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is open by this account.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, under conditions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>alarms</name>
    <message>
        <source>The server&apos;s log has fewer events than before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server shows another log of the same size than it did before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s log was rewritten.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An event is not the one that the server has signed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The copy of the log on this computer was changed by somebody else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events were moved, left out or doubled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has signed events that it does not show.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server shows events that it has not signed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An event is larger than any server writes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log is signed with another key than the one that is known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The signature of the log is not of its key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server shows the checkpoint of another log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s checkpoint cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s proof is none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An action of this console is not where the server promised it to be.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has promised one event of the log to two actions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has promised that an action of this console is logged, and it is not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has signed a longer log and does not prove that it continues the old one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first bad entry is %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep this computer as it is and call your security team. Nothing more is taken from the server until somebody acknowledges it by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trusted before:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presented:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key of this copy lies in a file beside it: whoever gets both can read it. It moves into the desktop&apos;s keychain as soon as that takes it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>bell</name>
    <message>
        <source>Do Not Disturb</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The inbox is filled, the desktop is told nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quiet Hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1:00 to %2:00</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::app::Bell</name>
    <message>
        <source>Open Inbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chancery</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Chancery: %n unread notification(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>chancery::app::ClockBanner</name>
    <message>
        <source>%1 Nothing is approved from here until one of the two is set right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 Times that are shown here may be off by that much.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::app::Demo</name>
    <message>
        <source>The embedded server left no token in “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the demo workspace</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::app::FreezeBanner</name>
    <message>
        <source>Open Calendar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is applied in %1: its freeze windows cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some configs of %1 are frozen by %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is frozen by %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 until %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 for a month or longer.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::app::ShellWindow</name>
    <message>
        <source>Chancery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quick Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign Out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change Password…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Emergency…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in All Configs…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command Palette…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running operations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – Chancery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody is signed in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You sign in at an identity provider; the password is changed there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audit log: alarm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audit log: not synced</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Audit log: %n event(s) verified up to the checkpoint</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Part of a config&apos;s path, or of a request&apos;s title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of a command&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A draft has not reached the server yet. What it holds beyond the last save is lost when the console quits now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit Anyway</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::app::WorkArea</name>
    <message>
        <source>Chancery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign Out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1: changes need %n approval(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1: changes need no approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline since %1. What is on screen may be old; drafts are kept in this window until the server is back.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::CollectionModel</name>
    <message>
        <source>Item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, problem: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a key “%1” already.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::Completer</name>
    <message>
        <source>Completions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::ConfigEditor</name>
    <message>
        <source>Configuration text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quick Fix…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Describe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reveal Value</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::CoreSchemaAdvisor</name>
    <message>
        <source>The key is deprecated: it may go one day</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::Description</name>
    <message>
        <source>Impact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes effect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after a restart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Capacity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at most %1 % in one change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Constraints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This key is deprecated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value is sensitive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a change means nothing to those who use it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a change breaks those who use it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ordinary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at most %1 times more or less in one change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, never below %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::DiffBar</name>
    <message>
        <source>%1 changes · %2 ignored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side by Side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two texts beside each other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both texts in one column</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What differs in meaning, by key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effective</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The merged layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to Where It Moved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take from the Left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold Unchanged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the comparison ignores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order of Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>White Space and Quotes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paths</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ignored paths</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>/metadata/build /*/checksum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paths to ignore, with spaces between; * is any key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ignore •</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The merged layers (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing differs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neither text is edited here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::DiffContent</name>
    <message>
        <source>(changed, value hidden)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(unchanged, value hidden)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>⋯ 1 unchanged line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>⋯ %1 unchanged lines</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::DiffOverview</name>
    <message>
        <source>Where the changes are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview of the changes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::DiffTreeModel</name>
    <message>
        <source>Added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another order of keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(the whole document)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>index and name of an item</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(changed, value hidden)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::DiffView</name>
    <message>
        <source>Only the line ends differ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No differences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing differs in meaning, only in how it is written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both mean the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only what is ignored differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only the order of keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only comments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only white space and quotes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This text has no layers to merge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One of the texts cannot be read, so its keys are not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 change</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n changes</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2 ignored</source>
        <comment>how many changes</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>how many changes and why</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <extracomment>The titles of the two compared texts, the older one first</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to compare yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only the order of keys, and comments</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::EffectiveProblems</name>
    <message>
        <source> (in the effective document of %1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (through %1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (of the schema of %1)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::Field</name>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Sealed, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deprecated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>owner %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was typed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not one of the allowed values: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not a number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not a whole number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a number that not every program can hold exactly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is neither true nor false.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not a value of the type %2.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::Fixer</name>
    <message>
        <source>Quick fixes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::FormModel</name>
    <message>
        <source>Document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Required, not set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (and %2 more)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s) inside</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type and Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a key “%1” already.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::Masks</name>
    <message>
        <source>sealed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::MergeRow</name>
    <message>
        <source>Changed on both sides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added on both sides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removed by them, changed by you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removed by you, changed by them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lines changed on both sides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To decide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edited</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Block %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed by them alone</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::MergeView</name>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take Theirs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take Mine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take Both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use This Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to Editor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Nothing conflicts; %n change(s) of theirs were taken.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The result cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n conflict(s) to decide</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Use This Result (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decide all conflicts first, or edit them in the result.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These two changes cannot both be had.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The result was edited so that this has no place in it any more; edit it there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::Minimap</name>
    <message>
        <source>Overview of the text</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::OutlineModel</name>
    <message>
        <source>%1: %2, %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::ProblemsModel</name>
    <message>
        <source>Severity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line</source>
        <extracomment>Heading of the column with line and column of a problem</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Information</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::QuickFixes</name>
    <message>
        <source>Add “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename to “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put into an array</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change to a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change to true or false</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change to a number</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::Sensitive</name>
    <message>
        <source>This looks like a secret in a comment (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This looks like a secret in a plain field (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no sealed value any more and cannot be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A sensitive value that is not sealed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the Secret Out of the Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace It by a Reference to Another Config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the Whole Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seal This Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take It Out of the Text</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::TreeEdit</name>
    <message>
        <source>This place is no longer in the document.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a key “%1” already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not every program can hold this number exactly; write it as a text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This value cannot be written: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TOML has no null.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This cannot be changed here without touching other parts of the text, an anchor that is used elsewhere for one. Change it in the text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layout of the text does not let these two change places. Move the lines in the text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layout of the text leaves no safe place for this change. Make it in the text.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::editors::TreeEditor</name>
    <message>
        <source>The text cannot be read at present. Mend it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text cannot be changed at present.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What this was about is no longer where it was. Look at it again, and repeat the change where it belongs.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::AccessStore</name>
    <message>
        <source>Reading who may do what</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::AccountStore</name>
    <message>
        <source>Reading the accounts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading what is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Making the account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setting the roles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disabling the account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enabling the account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Issuing a password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Linking the accounts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taking the account out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ending a session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ending all sessions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::AnchorStore</name>
    <message>
        <source>Asking for time stamps of the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing time stamps of the log</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::AuditStore</name>
    <message>
        <source>Searching the audit log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counting events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading event %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verifying the audit log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exporting events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Telling the log of an export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the cached audit log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Syncing the audit log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking the audit log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at the alarm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for the first entry that differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acknowledging the alarm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Putting the copy of the log aside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noting a receipt</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::BlameStore</name>
    <message numerus="yes">
        <source>Finding who set the keys: behind %n version(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Finding who set the keys</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::BulkStore</name>
    <message>
        <source>Planning the change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Searching all configs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding who else has these keys, or refers to them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading your drafts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading who refers to it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Planning %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Planning again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking whether live has moved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requesting the change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving the draft of “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding which texts are layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Merging the layers of “%1”</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::BulkTree</name>
    <message>
        <source>Place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live moved; planned again, look at it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n hit(s) cannot be changed</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1:%2 %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More hits than can be planned at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – %2, your draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Saved as a draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting to be planned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(goes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>follows the renamed key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not looked at with its layers and references</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not looked at in all of its places</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You may not read all of its layers, so nobody has looked at what comes of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What comes of its layers could not be looked at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not planned yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::CalendarModel</name>
    <message>
        <source>%1 – %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2
%3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1

%2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Week %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::CalendarStore</name>
    <message>
        <source>Loading the change calendar</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::ConfigStore</name>
    <message>
        <source>Loading namespaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading configs of “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading drafts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading open requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleting “%1”</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::ConfigTree</name>
    <message>
        <source>You have a draft here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 waits for approval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Namespace %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Config %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, has a draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, in %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::DependencyStore</name>
    <message>
        <source>Loading dependencies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing dependencies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading what the draft reaches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading what the request reaches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading drafts</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::DraftKeeper</name>
    <message>
        <source>Keeping an unsaved text on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>All %n place(s) for this config hold texts that were found and not decided on. Take one of them up or discard it</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>chancery::models::DraftMerge</name>
    <message>
        <source>Changes from elsewhere have to be merged first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::EditingSession</name>
    <message>
        <source>Saving the draft of “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discarding the draft of “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Submitting “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for an unsaved text of “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the saved draft of “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading what the draft of “%1” began from</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::EffectivePair</name>
    <message>
        <source>Merging the layers under two texts</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::EmergencyAim</name>
    <message>
        <source>Looking what is live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for drafts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for earlier versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading texts</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::EmergencyStore</name>
    <message>
        <source>Looking for open emergency sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the server&apos;s time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the emergency register</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking for emergency access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirming</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changing what is live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closing the review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking for the ordinary approval</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::ErasureStore</name>
    <message>
        <source>Reading the account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disabling the account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erasing personal data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Placing a legal hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lifting the legal hold</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::FleetStore</name>
    <message>
        <source>Loading agents</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::HierarchyStore</name>
    <message>
        <source>Merging the layers of “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding the layers of “%1”</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::HindsightStore</name>
    <message>
        <source>Looking what changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::InboxStore</name>
    <message>
        <source>Reading the inbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading more of the inbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marking as read</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::KeyHistory</name>
    <message>
        <source>Reading the versions of “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing versions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::LineageStore</name>
    <message>
        <source>Loading the versions of “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Releasing the version</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::LiveConfig</name>
    <message>
        <source>Loading “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the schema of “%1”</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::LiveVersions</name>
    <message>
        <source>Reading what agents hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing with what agents hold</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::MatrixModel</name>
    <message>
        <source>= same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>≠ differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>∅ missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>⌂ own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>belongs to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is sensitive and was not ticked by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is sealed for its own environment and cannot be copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is sealed in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is only in %1 and is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is an item of an array that would come without its other items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was changed in %1 since the last promotion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Item %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>–</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sealed</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2%3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, differs from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, my draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, nothing live</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::MatrixPromotion</name>
    <message>
        <source>Finding the last promotion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding what changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is still being worked on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keys cannot be written into the text of %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing would change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have a draft in %1 already. Show drafts to put the keys into it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The result in %1 has problems. A draft can be mended first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live has moved on under your draft in %1. Open it to merge them first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving the draft of “%1” in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Submitting “%1”</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::MatrixStore</name>
    <message>
        <source>Comparing the environments of “%1”</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::Operation</name>
    <message>
        <source>Keeping the parked draft of “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discarding the parked draft of “%1”</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::OperationList</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>chancery::models::PeopleStore</name>
    <message>
        <source>Loading people</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::PersonalStore</name>
    <message>
        <source>Reading who it was</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::PlacesStore</name>
    <message>
        <source>Loading environments</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::ProofStore</name>
    <message>
        <source>Confirming that it is you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for your browser</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::ReferenceStore</name>
    <message>
        <source>there is no such config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing of it is live here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no such key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding who refers to “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading “%1”</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::ReportStore</name>
    <message>
        <source>Reading the audit log for a report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Making a report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Telling the log of a report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing a report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking for time stamps of the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading what the log says of the report</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::RequestMerging</name>
    <message>
        <source>Reading the versions of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the texts of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading what is live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counting later changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Merging with what is live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking whether live has moved</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::RequestRebase</name>
    <message>
        <source>Rebasing %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::RequestReversal</name>
    <message>
        <source>Revert %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes back what %1 changed and leaves what came later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requesting the revert of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
%1 in %2 stays as it is: the change made its first version.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::RequestStore</name>
    <message>
        <source>Loading change requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counting what waits for you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading what %1 starts from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the schemas of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending your review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Claiming</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Withdrawing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Applying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rebasing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scheduling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unscheduling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acknowledging</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overriding the freeze</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::ReversalStore</name>
    <message>
        <source>Reading what version %1 changed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::RollbackStore</name>
    <message>
        <source>Looking what a rollback would do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counting what is reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking whether live has moved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rolling back</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::SchemaSet</name>
    <message>
        <source>Listing the schemas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading a schema</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the schema “%1”</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::SealStore</name>
    <message>
        <source>Sealing a value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revealing a sealed value</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::ServerClock</name>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>This computer&apos;s clock is %1 ahead of the server&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer&apos;s clock is %1 behind the server&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::SessionStore</name>
    <message>
        <source>Starting the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting to “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signing in to “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signing in as “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signing out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking how to sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking into the keychain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for your browser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changing your password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening the recovery key</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::ThreadStore</name>
    <message>
        <source>Loading what is said about %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending your comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending your reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resolving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reopening</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::models::VersionGraphStore</name>
    <message>
        <source>Reading versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filtering versions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::AccountForm</name>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signs in with it: a-z, 0-9, . _ - @</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Called</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How people call them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The other account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One-time password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stays in the log: leave the name out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Role %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New Account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A person gets a one-time password: for seven days it opens nothing but the choice of another. Whoever made an account counts through it and gets no approval from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make Account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roles of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They hold everywhere; rules of sys/access give and take for a part of the world. Who becomes an approver now does not approve what is open already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set Roles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One-Time Password for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Their sessions end. For seven days it opens nothing but the choice of another; until another administrator issues one, the account counts with yours and approves nothing of yours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Issue Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second Account of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One person has both: from now on they are one pair of eyes wherever heads are counted. To take it back, two administrators have to say so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link Accounts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The account is not there any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The password needs at least %1 characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two passwords are not the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is on its way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the account a name to sign in with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These roles it has already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the other account.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::AccountPage</name>
    <message>
        <source>Reason (it stays in the log: leave the name out)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roles…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One-Time Password…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disable…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take Out…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End Selected…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End All…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sessions and Tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begins With</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign-In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roles and Scopes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signs in by: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signs in at: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last: not since the server keeps it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its one-time password of %1 has ended %2; somebody has to issue another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Has to choose a password: the one it has is of %1 and ends %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was issued because: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counts with %1, who chose its password or made its token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No roles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everywhere: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approves what was asked after %1; %2 gave the right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approves what was asked after %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The only account of its owner, as far as anybody has said.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second account of: %1. They are one pair of eyes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is somebody else&apos;s, says %2 (%3); a second administrator has to say the same within seven days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is open by this account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something is on its way already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No account is chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select the session or token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The account is made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The roles are set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The account is disabled; what it had open has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The account is enabled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The one-time password is issued. Give it to its owner by a way that nobody else reads.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The accounts count as one person from now on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is noted. A second administrator has to say the same within seven days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The account counts by itself from now on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All sessions and tokens have ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disable %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its owner signs in again as before. Where it may approve, it does not approve what is open already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is somebody else&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two administrators have to say so within seven days, neither of them that person or in that person&apos;s hands. It gives somebody a second pair of eyes; what is open by then is not approved by them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take Out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever uses it is signed out at once, and what it follows is cut off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End all that %1 has open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every session and every token of the account ends at once. A service needs a new token then; a person signs in again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody signs in by the account any more. Its sessions, tokens and event streams end at once, and its votes count no more. Nothing that it asked for or said goes with it; its open requests wait for somebody who takes them over.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::AccountsView</name>
    <message>
        <source>New Account…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make an account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No account is chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one in the list to see how it is signed in with, what it may do and what it has open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No account matches the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no accounts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever administers has one; the server gives none of them to be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n account(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>, disabled: %1, people with several: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ActionForm</name>
    <message>
        <source>Config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What becomes live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose what becomes live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>becomes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let schemas and invariants not count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why they do not count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why, in at least 20 characters; never for secrets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The environment&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make It Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change what is live in %1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>your draft, saved %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 by %2, %3: %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the last known good, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rolled back from before: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the config that is changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Those of the session&apos;s scope that are live are listed above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to go back to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a draft of it under “Configs”; it can be made live from here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of the earlier versions is known to be good: somebody rolled back from each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session is being read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is on its way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The environment&apos;s name confirms it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session is over.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ActivationForm</name>
    <message>
        <source>Emergency Access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For a short time you change what is live without approvals. Everything else holds: scope, schemas, secrets, the audit log. Afterwards somebody else reviews each change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Emergency Access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is broken, in at least 20 characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Incident</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Like INC-4711</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Namespaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Those that may be changed: shop, platform</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The environment&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is on its way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type “%1” to confirm the environment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your password is asked for again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everybody who approves, reviews or owns what is changed is told at once, and a red line stands in every console until it is over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> Last time these were told: %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::AppearanceCommands</name>
    <message>
        <source>Zoom In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minimap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who Set Each Key</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::AuditView</name>
    <message>
        <source>Audit events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verify</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hash every cached event again and compare with the signed checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sync</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write all events that are shown into a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acknowledge the Alarm…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear Filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) exported</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No events are cached yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They appear here when the first sync is through.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No event matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing in the cached log is let through by these filters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing in the cached log contains “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The newest %1 are counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 events exported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verifying, %1%</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verifying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 events cached</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1, %n action(s) of this console not in the log yet</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, all %2 proved by the signed checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cached log was changed: entries %1 to %2 (%3) are not what the checkpoint signs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acknowledge…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s log contradicts what was seen before (%1). Keep this computer as it is and call your security team.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start Anew…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log could not be synced: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sync Again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acknowledge the Alarm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your name is kept with it, and both notes stay on record. If the server still shows the same, the alarm is raised again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start Anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The copy of the log is put aside as evidence, and the log is fetched again. What was trusted before must still be its beginning.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export Events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events as they were logged (*.ndjson)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OCSF events (*.ocsf.ndjson)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CloudEvents (*.cloudevents.ndjson)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all proved by the signed checkpoint, comparing tables and search, %1%</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, from entry %2 on: what was before had been pruned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, from entry %2 on: WHAT WAS BEFORE IS NOT SHOWN, and no entry has told yet that it was pruned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, time-stamped by a trusted authority up to entry %2 (%3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, time-stamped by NOBODY WHO IS TRUSTED HERE up to entry %2 (%3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, stamped up to entry %2 (%3) by whoever it was: no authority is trusted here yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is under way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No alarm is raised.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::Banner</name>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::BlameMargin</name>
    <message>
        <source>Finding who set the keys</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::BlastRadius</name>
    <message>
        <source>Counting…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::BottomPane</name>
    <message>
        <source>Panels</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::BulkQuery</name>
    <message>
        <source>Operation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add to Number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiply Number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in all configs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Aa</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Match case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Word</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole words only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>.*</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regular expression (RE2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also where it is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All paths; or some, as in “payments/*/limits”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My drafts too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All Environments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only at keys, as in “/routes/*/timeout”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys, as in “/routes/*/timeout”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace with; $1 is the first group of an expression</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New value, as JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number to add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number to multiply by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preview</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::BulkRequestForm</name>
    <message>
        <source>Submit for Approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What changes, in one line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket, if there is one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why: approvers and the audit log read this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>One request with %n item(s), applied together.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) stay as they are.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>A title is needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A reason is needed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::BulkView</name>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With this change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look Again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open in Editor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as Drafts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request Change…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hits</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) saved.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Live moved in %n text(s) meanwhile, and nothing was sent. What moved is planned again: look at it, then request the change again.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Find in all configs, or change many at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an operation and say what to look for. Nothing is changed before you have seen each hit and requested the change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No text that is live in the chosen scope has it. Sensitive values are not searched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for Something Else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only found; choose an operation to change it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The change is still being planned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half of a rename would break the other half; narrow the scope.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing that is chosen changes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only drafts are chosen; save them as drafts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n hit(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n text(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n text(s) would change.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>There are more; narrow the scope.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) of yours cannot be opened and were left out.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No text is selected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The change is being carried out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no hits to choose.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n text(s) not looked at with all layers.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>chancery::views::CalendarDelegate</name>
    <message>
        <source>%1 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1</source>
        <comment>an hour</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outside of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soft: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hard: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 suspended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 collides</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>chancery::views::CalendarGrid</name>
    <message>
        <source>Days with what is frozen and scheduled</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::CalendarView</name>
    <message>
        <source>Earlier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show Month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show Week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to Next Slot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No scheduled request is selected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No environment is known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The days appear here when the environments have been read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is applied in %1: “sys/freezes” cannot be read there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: no slot within 400 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is open now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: next slot %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UTC: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No slot is known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first time at which all that is live there is open</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::CaretCommands</name>
    <message>
        <source>Add Caret Above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add Caret Below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add Next Occurrence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add All Occurrences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jump to Bracket</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>It stands in more than %n place(s), too many for a caret at each. Replace them with Find and Replace.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>chancery::views::ChangesView</name>
    <message>
        <source>Change requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for Me</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No request matches the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list has requests, but none with these words.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing waits for you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests that you may approve appear here by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have no change requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit a config and choose Submit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No change requests yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No request is selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one in the list to read what it changes and why.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ChecksPanel</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n region(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n instance(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n config(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Acknowledge…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reaches %1 in %2, and more than %3 have to be acknowledged: %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes more than %1 configs in %2 at once. To be looked at, drawn by the request&apos;s number: %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Will be removed: %1 of “%2” in %3, which %4 tells of: %5. Take them into the change, or acknowledge that they go.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n live-only key(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Its author has not acknowledged it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acknowledged: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing about this request waits for your acknowledgement.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ChoosePasswordPage</name>
    <message>
        <source>%1 reset your password on %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 made your account on %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The password that you were given opens nothing but this page. Choose one that only you know.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign Out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose Your Password</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ClipboardFace</name>
    <message>
        <source>Clipboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clipboard holds no text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the text to compare with, then come back.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::CommandGroup</name>
    <message>
        <source>No config is open.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ConfigCommands</name>
    <message>
        <source>Delete Config…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete Config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is taken back in all environments, if nothing of it was ever live in any of them. Open requests, drafts and whoever refers to it keep it from going.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ConfigTreePane</name>
    <message>
        <source>Filter configs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Configs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No config matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing contains “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No namespaces yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An administrator creates the first one, or imports a folder with “chancery-cli import”.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ConfigView</name>
    <message>
        <source>Next Problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close Tab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in Outline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Walk the Path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>References</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open configs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close tab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No config is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one in the tree, or press Ctrl+P and type a part of its path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line %1, column %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sealed Values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Carets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not in this text: another layer says it, it is inherited, or it is gone. “Effective” (Ctrl+Shift+E) shows where it comes from.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ConversionFace</name>
    <message>
        <source>What is not carried over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save As…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to Editor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convert to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is carried over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line %1. %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) cannot be carried over.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The converted text is on the clipboard, its sensitive values covered. “Save As” writes them too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The converted text is on the clipboard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the Converted Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved as “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::CoverageBar</name>
    <message>
        <source>Coverage of controls</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::DayPanel</name>
    <message>
        <source>%1, by the clock of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is applied: “sys/freezes” cannot be read. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1–%2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is frozen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2 – %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next slot that fits: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No slot fits within 400 days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests that are scheduled on this day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No day is selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 (%2), by %3, may be %n minute(s) late</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is scheduled. An approved request is scheduled on its page in Changes.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::DependenciesView</name>
    <message>
        <source>Open Config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Focus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By Namespace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit in Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export as SVG…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both ways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it needs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who needs it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps from the config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Around “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All configs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to draw</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Configs appear here with the references, layers and declared dependencies between them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found “%1” in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 configs are shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrow keys walk along the lines; Return opens a config.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Impact of…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 Only the nearest are marked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No config here has “%1” in its path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export as SVG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved as “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture could not be saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Impact of a draft or request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your draft of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No config is chosen.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::DependencyCanvas</name>
    <message>
        <source>Graph of dependencies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, needs %2, needed by %3, layer %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, does not exist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, in a circle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>, %n of its configs reached</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 reached</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::DependencyLegend</name>
    <message>
        <source>needs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inherits from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in a draft or request only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>closes a circle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs what does not exist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in a circle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Legend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Legend: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::DifferenceFace</name>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draft</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::DifferenceKeeper</name>
    <message>
        <source>No environment is chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One of the two texts is empty.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::DocumentChips</name>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not live yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draft, unsaved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draft saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draft in conflict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draft not saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draft, same as live</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::DocumentPage</name>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text from %1 that had not reached the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The draft is not saved: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save Again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The schema has not been read yet. Until then all values are covered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This change brings another schema and is held against it: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the Present One</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 changes this config and waits for approval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show Request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live has changed; its changes are merged into this draft.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This draft was changed in another window; both texts are merged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Live has changed under this draft: %n conflict(s) to decide.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This draft was changed in another window: %n conflict(s) to decide. What is written here is not saved.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Merge…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes from elsewhere could not be read: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes from elsewhere are being merged…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live is now %1; your draft is parked as “%2”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take It Up Again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard It</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>What the change did was changed again since in %n place(s): decide about each.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The change is taken back in this draft; what came later is left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave as It Is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> It brought another schema too, which stays: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> The schema from before it comes back too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> The schema that it brought stays, for there was none before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> Choose below which schema holds from now on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing of that change is left in this text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compiling the schema</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no quick fix for what stands at the cursor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server keeps your draft here, but cannot open it at the moment. Shown is what is live. “Discard Draft…” lets go of it for good.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody looked whether this change closes a circle: %1. It is looked at when you submit.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::DraftCommands</name>
    <message>
        <source>Submit…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare with Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare with Clipboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Merge Changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change Schema…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard Draft…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show Lineage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was changed elsewhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text goes back to what is live. What you wrote in “%1” is lost.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::EffectivePanel</name>
    <message>
        <source>Effective document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With This Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What would hold if this draft were live there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No Region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No Instance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is live here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neither this config nor a layer of it is live in %1. Choose “With This Draft” to see what it would be.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No config is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open one to see what comes of its layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing the effective document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: from several layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 – %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, through %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B base, C this config, D this draft, R region, G group, I instance, ↑ inherited, → reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effective</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::EffectivePlace</name>
    <message>
        <source>Region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Merged for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Merging the layers…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::EmergencyBanner</name>
    <message>
        <source>Emergency access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RECOVERY: you may look, go back to the last known good, freeze and revoke – %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RECOVERY: %1 may go back to the last known good, freeze and revoke – %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You asked for emergency access to %1: a second person has to confirm %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 asks for emergency access to %2 in %3, and needs a second person: %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>EMERGENCY in %1: you change %2 without approvals – %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>EMERGENCY in %1: %2 changes %3 without approvals – %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source> · and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Look and Confirm…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::EmergencyView</name>
    <message>
        <source>all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Emergency Access…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register of emergency access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No session is chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one in the register to read what was done in it, or press Ctrl+E to open one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open emergency access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No session matches the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody has had emergency access yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every session stands here for good, with all that was done in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>, reviews that are due: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::EventPanel</name>
    <message>
        <source>
… the rest is in the export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>erased, or not given by the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✗ the server gives what was not logged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Person: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No event is selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verify</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy Proof</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hash the event again and lead it to the root that the server has signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the event, its hashes and the root for somebody else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The event as it was logged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not say who it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading who it was…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>✓ Proved: its inclusion in the signed checkpoint was checked with %n step(s) of proof.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>✗ Not proved: this event is not in the signed checkpoint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 Verified at %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leaf %1… leads to root %2… of %3 events.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::FaceCommands</name>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environments</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::FacetTree</name>
    <message>
        <source>Filters by actor, event, environment and outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>newest only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many events match to count them all: these counts are of the newest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, of the newest events only</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1, %n event(s), chosen</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n event(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>chancery::views::FieldDelegate</name>
    <message>
        <source>A new value, or nothing to leave it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New name of %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::FindBar</name>
    <message numerus="yes">
        <source>%n replaced</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Aa</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Match case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Word</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole words only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>.*</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regular expression (RE2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in all configs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace with; $1 is the first group of an expression</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::Finder</name>
    <message>
        <source>Type a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opens as soon as it is found…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still looking…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing matches.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::FleetView</name>
    <message>
        <source>Reload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agents</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s), all on what is live.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s), %1 not on what is live.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No agent matches the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No agents in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An agent appears here when it has registered with “chancery-agent”.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::FoldingCommands</name>
    <message>
        <source>Fold Here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unfold Here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unfold All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show %1 Levels of Keys</source>
        <comment>a number</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::Forgetting</name>
    <message>
        <source>Reason (it stays in the log: leave the name out)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget This Person…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase what the log says of the person of the selected event; every proof stays valid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place a Legal Hold…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep what is known of the person of the selected event from being erased</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lift the Legal Hold…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let what is known of the person of the selected event be erased again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is disabled. Somebody else who may administer accounts forgets them now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The legal hold %1 stands. Somebody else lifts it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The legal hold %1 was lifted. Somebody else erases what it kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is no person: machines have no personal data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No legal hold stands over %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The legal hold %1 keeps what is known of %2 (%3, since %4). It has to be lifted first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disable %1 first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever is forgotten cannot sign in any more. The account is disabled now; somebody else than you forgets the person then, so that no one does it alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The display name, the name of the account and every address in the log are erased for good, here and on the server&apos;s disk. What was done stays provable and belongs to a pseudonym from now on. Versions and change requests are signed or were voted on: they keep the name. Nobody can take this back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket of the demand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold what is known of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As long as the hold stands, nothing of this person is erased and no entry of the log is pruned. Somebody else than you lifts it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place Hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Case or ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lift the hold %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stands over everybody, for %1, since %2. Without it people can be forgotten and entries pruned again, by somebody else than you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stands for %1, since %2. Without it this person can be forgotten again, by somebody else than you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lift Hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n personal field(s) of the log are erased; entry %1 tells of it.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The name stays in %n record(s) (%1) that are signed or were voted on.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Select an event that is about somebody, or by them.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::FormFace</name>
    <message>
        <source>Edit Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys and values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No key is selected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A sealed value is replaced by “Replace Sealed Value…” in the text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Objects and arrays are opened, not edited.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only keys of the document have names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::HindsightPage</name>
    <message>
        <source>Open Request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll Back to Before…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All services here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When it broke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the hour before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>six hours before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the day before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the week before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broke at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>look at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing reached these agents then</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No agent of that service is known here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look further back, or at another service: what broke may not be a change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>; not everything was looked at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make live again what was before the selected change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is no version: the audit log tells of it as entry %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” %2 by %3, %4: %5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>approved by nobody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>approved by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It came with no change request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is about no config.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is no version; nothing was before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its texts are still being read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is the first version; nothing was before it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::HistorySection</name>
    <message>
        <source>History of the Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who set this key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes of this key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compares the latest versions at this key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing versions…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing of it has been live here yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Unchanged in the latest %n version(s).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n version(s) looked at, there are older ones.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n version(s), the whole history.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Added: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removed: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look Further Back</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::InboxView</name>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark as Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark All as Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only Unread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show Older</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n unread.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No notification matches the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What has been read is kept for 90 days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody has told you anything yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviews that wait for you, and what becomes of your requests, appear here by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No notification is selected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It leads nowhere; all of it is here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is read already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Older ones are on their way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no older ones.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::Inspector</name>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::InstantsPage</name>
    <message>
        <source>Configs that were compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These are effective texts already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The config in Versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The earlier instant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The later instant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What held at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>against</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a service, or a config in Versions, and two instants above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot be put together: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was not live then</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not live any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Different: %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No agent has said that it is there; this is what one would read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the first %1 of %2 places; name a region, group or instance.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::KeyAdder</name>
    <message>
        <source>required, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key to add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not named by the schema</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::LayoutCommands</name>
    <message>
        <source>Format Document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort Keys Here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort All Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convert…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text was changed meanwhile. Nothing else was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text is like this already.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::LineagePages</name>
    <message>
        <source>What is looked at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What Changed Before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two Instants</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll Back to a Point in Time…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make live again what was live at an instant: an environment, a namespace or a service</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::LineageView</name>
    <message>
        <source>Roll Back…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whose versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This config here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This config in all environments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its namespace here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All configs here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No config is chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a config above to see its versions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No version is like that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of the versions has all of these words. Change the filter above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was ever live here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” has no version in %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at what would happen if the selected version were live again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select two versions to compare them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing two versions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No version is selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select one to see what it changed, or two to compare them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rolled back from: no program makes it live again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::LivePanel</name>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What agents hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No config is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open one to see who runs it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No agent holds this config in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An agent appears here when it has registered for this path with “chancery-agent”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What these agents hold beside this draft (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a version that agents hold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agents: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::LiveSection</name>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Author</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approved by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Applied by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schema</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is live here yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no approval was needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, epoch %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>saved %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a schema without a title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>major change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minor change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>patch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, version %2 (%3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none: only the syntax is checked</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::MatrixFace</name>
    <message>
        <source>Tick Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next Difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous Difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promote…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promote from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promote to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys that are shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missing somewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environments’ own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter keys and values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My Drafts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effective Values</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Saved as %n draft(s). Open the config there to go on.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 asks for the change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to promote.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effective values come from several texts; they are only looked at.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No key is ticked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No environment to promote to is chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The source has no text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text of %1 cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n differing</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n own</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ticked</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing differs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effective values are only looked at.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The environments have not been read yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are not two environments to compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A config is compared across environments. Administrators add them with “chancery-cli environment add”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing of this config is live in any environment, and no draft of yours can be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No key is in that state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The environments do not differ in this way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show All Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No keys match the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text of %1 cannot be read: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My draft in %1, saved %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is live in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live in %1 since %2: version %3 by %4, %5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no approval was needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>approved by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its values belong to their environment and are not promoted unless ticked and confirmed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sensitive: never shown, and copied only when ticked by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is where the keys come from.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::MatrixTree</name>
    <message>
        <source>Keys and their values in each environment</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::MergeFace</name>
    <message>
        <source>After the Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before the Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mine: This Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave as It Is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both Began From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theirs: Live Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theirs: Saved Elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take Theirs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take Mine</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::MergingPage</name>
    <message>
        <source>After the Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before the Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave as It Is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both Began From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This Request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take What Is Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take This Request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to List</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the request changed goes, what came later stays: all of it, or nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What has become live meanwhile is taken along, and the request goes on from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Configs of the change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decide Again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request the Revert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rebase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why: approvers and the audit log read this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket, if there is one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live has moved. Look at what would happen now, then ask again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revert %1  %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rebase %1  %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>keeps more than %n later change(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>keeps %n later change(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>to decide: a later change brought another schema</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the schema before it comes back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the schema that it brought comes back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the later schema stays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its schema stays: there was none before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Merged with what is live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begins at what is live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing of it is left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live has all of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decided</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>To decide: changed again in %n place(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After the revert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After the rebase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Votes count on where the effect is the same to the byte; else a new round of approvals begins.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>One change request of %n config(s) is made, and approved as any other.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>A revert needs a reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its first version: stays, there is nothing to go back to</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::OutlinePanel</name>
    <message>
        <source>Find in the outline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outline: find a key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>boolean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No key matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No path answers “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No outline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It shows the structure of an open config.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text cannot be read yet. Problems says what stands in the way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document has no keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is written here yet.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::PasswordDialog</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This session goes on. All others of your account end, on every machine.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::PasswordForm</name>
    <message>
        <source>Current password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New password again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The current password is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new password is too short: it needs at least 8 characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the password that you have. Choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two new passwords are not the same.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::PathBar</name>
    <message>
        <source>Path of the caret&apos;s place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outer parts of the path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What stands beside it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ›</source>
        <comment>a part of a path, with what is inside</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, part %2 of %3 of the path</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>All %n in the Outline…</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>chancery::views::ProblemsPanel</name>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No config is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open one to see what is wrong with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The config has not been read yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text reads, and nothing in it is against its schema.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text reads. It has no schema to be held against.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is written here yet.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::PromotionPanel</name>
    <message>
        <source>Target that is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What changes, what stays and what is wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title of the request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What changes, in one line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket, if there is one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why: approvers and the audit log read this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also replace values that belong to the target, which were ticked one by one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove ticked keys that %1 does not have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also replace what was changed there since the last promotion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promote keys of “%1” from %2 to %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, my draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With these keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be changed without touching other parts of its text: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problem in line %1: %2 – %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stays: %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removed: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Merged with what was changed there since the last promotion: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has the same values already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A request needs a title and a reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All targets are changed together or not at all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another schema comes along: %1 in the place of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 keeps its schema %2; %3 has %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring the schema of %1 along: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::PromptDialog</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type “%1” to confirm</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ProofPanel</name>
    <message>
        <source>Your password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign In in the Browser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in again in your browser, then come back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This needs a fresh proof that it is you; then it goes on by itself.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::Provenance</name>
    <message>
        <source>✓ %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+ %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: removes it, hidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2, hidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ %1: removes it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: says nothing</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ProvenanceSection</name>
    <message>
        <source>%1 – %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>region %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>group %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>instance %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with this draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provenance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers of this key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This document is large. Open “Effective” below the text to read its layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing of it is live here yet; a change request brings the first version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the layers…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No layer says anything of this key.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ReachedNames</name>
    <message>
        <source>Show Names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide Names</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::RebasePanel</name>
    <message>
        <source>Drop Config…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live has moved on since %1 was written. The request can be put onto what is live now, or go on without the config that is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No request is selected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live has not moved on under the config that is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave the config that is shown out of the request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop Config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” leaves the request, and its change is not made. All votes are void.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::RecoveryPage</name>
    <message>
        <source>For the day on which nobody can sign in. You can look, go back to the last known good version, freeze, and revoke – nothing else. Everybody is told, and somebody reviews what you did.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovery key (file)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason, which everybody reads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovery Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the file of the key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the passphrase that opens the key.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ReferenceCommands</name>
    <message>
        <source>Go to Definition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find All Uses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show History of the Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show Effective</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show What Agents Hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename Key with References…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cursor is on no key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This line refers to nothing, and no other text gives its value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No layer says anything of this line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layers of this environment are not read: choose it in “Effective”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layers are still being read.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ReferenceSection</name>
    <message>
        <source>refers to it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has it for a layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inherits from it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>declares that it depends on it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>depends on it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>References</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What this place refers to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>⚠ Leads nowhere: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>→ %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This line refers to nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This line refers to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at %1, to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing here uses this key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding who uses it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source> %n use(s) of other keys.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>chancery::views::ReleaseAction</name>
    <message>
        <source>Release Version…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let automation make this version live again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was rolled back from, and no program may make it live again. From now on programs may. The audit log names you and the reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why it is safe again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A version is being released.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ReportFacts</name>
    <message>
        <source>Period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Root</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Population</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exceptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counted again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gaps in the period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erased fields</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1
From %2 up to %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, of which %2 in the period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in %2 of %3 queries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sum over the queries that are collected; one entry may be looked at by several.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 controls, %3 in part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No controls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agrees for every query</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DIFFERS: see the queries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None: as many entries as numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entries of other times between</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of people</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names and addresses that were erased for good. The entries themselves are whole.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody named</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time stamps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pruned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing of the log is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entries that were removed by a signed record. No query has looked at them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entries: %1, some perhaps of the period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entries: %1, before the period</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ReportForm</name>
    <message>
        <source>What the report is about</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>All %n Queries</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Single Queries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queries to ask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evidence for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last Month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last Quarter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This Quarter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last Year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other Days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End, the first day that is not included</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Days by the clock of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To, not included</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environments to look at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None checked: as each query says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed of the sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many of each population are sampled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For whom the report is made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed, the auditor&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of each population</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the key that signs bundles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>example.org/reports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File of the key that signs bundles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File of “report key”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signature of a bundle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Key That Signs Reports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not collected: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As each query says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The definitions of the queries cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The period ends before it begins.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check at least one query.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ReportParameters</name>
    <message>
        <source>Parameters of the queries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These queries have none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter changes a value</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ReportQueries</name>
    <message>
        <source>Queries by control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Control and query</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Population</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exceptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counted again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not collected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, not collected: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DIFFERS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Collected</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ReportResultPanel</name>
    <message>
        <source>Rows of the query</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exceptions over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bars of the chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By Week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By Month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coverage of controls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which rows of the query</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exception: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it does not show: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a query to see its rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exceptions of %1 over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All exceptions over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first %1 of %2; all stand in the files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not collected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No rows of this kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No exceptions found in population %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No query is chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A control is a heading; its queries stand under it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ReportsView</name>
    <message>
        <source>Evidence for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evidence of single queries: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel writing the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write to a File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the report to a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report was cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing of it is kept. Run it again whenever it suits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No report has been run yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a framework and a period, and run it over the copy of the audit log. What it finds is shown here: populations, exceptions, coverage and trends. Files are written from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the log as entry %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the log was not told</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far the log is verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole file, or none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Audit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run Again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written to “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A report is being made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No report is being made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another file is being written.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::RequestFacts</name>
    <message>
        <source>how critical the environment is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the size of a change of a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>something is switched on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a key that security hangs on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other configs hang on it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>keys go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it changes who decides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another schema, which limits every later change</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>perhaps any key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 gets another schema in %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The risk is not known: every rule that asks for a risk binds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of 100</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+%1  %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its author is gone. Whoever may edit can claim the request; all votes are void then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expedited; the other approvals came: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expedited, and the other approvals are overdue since %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expedited: it was applied with fewer approvals, the others are due by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expires unless applied: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expires unless approved: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 changes the same keys of %3: %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 gets its earlier layers and dependencies back, in every environment:</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::RequestPage</name>
    <message>
        <source>Approve…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request Changes…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Claim…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rebase…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revert…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Claim</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You answer for the request from now on, and cannot approve it. All votes are void, and a new round of approvals begins.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request Changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The author is told what has to change; the request cannot be applied until then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What has to change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A comment counts neither for nor against the change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The request ends here. Its author can submit it again, which begins a new round of approvals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The request ends for good; nothing of it is applied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Risk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blast Radius</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Content Digest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed configs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 asked %2 · %n config(s)%3</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request changes of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The request has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment on %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Withdraw %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Claim %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back what %1 changed, and leave what came later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put %1 onto what is live now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is the standard change “%2”: approved beforehand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No approval is needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2 of %3 in %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blocked: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody who could approve is left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May approve: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 asked · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2 · %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (does not count: %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
“%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply failed: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live when it was written (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You approve exactly this content: %1. If it is edited afterwards, your approval does not count any more.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::RevealBox</name>
    <message>
        <source>Revealed value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revealed Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Hidden in %n second(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>chancery::views::RevertAction</name>
    <message>
        <source>Revert Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take what this version changed out of your draft, and leave what came later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ReviewForm</name>
    <message>
        <source>What becomes of each action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why, in at least 20 characters: the audit log keeps it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review of %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was changed in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fate of action %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request about action %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CR-…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say what becomes of action %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name the request that does it for action %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session is being read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is on its way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a verdict.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your password is asked for again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::RollbackPanel</name>
    <message>
        <source>What goes back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To what was live at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to what was live at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why: approvers and the audit log read this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket, if there is one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Namespace “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No config of these was another version at that instant.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>service “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>namespace “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll back %1 in %2 to %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll back “%1” in %2 to %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>To go back: %n config(s).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>It reaches %1, %2 and %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n service(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other config(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>To be parked under a name: %n draft(s).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n config(s) are as they were.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Whom it reaches is not known yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A change request is made that somebody else has to approve.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It becomes live at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Above is written something else than is shown: look again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A rollback needs a reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look Again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something else has become live since this was looked at.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After the rollback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A change request is made that waits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing of it is applied at present: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Every text is as it was then</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers do not go back: %1 had other ones then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>It is made as %n request(s), one after the other.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>chancery::views::RollbackTree</name>
    <message>
        <source>goes back; others hang on it too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>goes back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has that text already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was not live then, stays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot go back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>comes back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>goes away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has its earlier value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lost in part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What goes back, what is lost and what would be wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What becomes of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its schema comes back with it, for today&apos;s refuses it: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody rolled back from this version before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) change</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The whole document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and more: they go back only with all of these</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n later change(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 by %2, %3: %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and older ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) would be wrong</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>goes back in comments and order alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known, too much to look at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its layers and dependencies go back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Region %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instance %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Base %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has its earlier place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers and dependencies go back, in every environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers and dependencies stay as they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They go back with all keys alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was not live then or is no more, stays out</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::SavedSearches</name>
    <message>
        <source>Searches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save Search…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The filters and words that are in force are kept under a name for this connection. A search of the same name is replaced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No filter is in force, and no words are looked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No search is saved.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ScheduleForm</name>
    <message>
        <source>When it is applied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By the clock of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many minutes late it may be</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue it behind what goes to the same configs before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Behind another request that is scheduled for one of the same configs here. When that one is live, this one has to be rebased onto it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>or at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next Slot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The zone is not known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clock of %1 leaves that time out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clock of %1 shows that time twice. Choose UTC to say which of the two.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That time has passed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is frozen then is not known yet; the server decides.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The freeze of that time is overridden.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is frozen then. Everything is checked again at that time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UTC: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first time from this one on at which nothing freezes the request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No slot is known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At another time than before, all votes are void.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::SchedulePanel</name>
    <message>
        <source>Schedule…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unschedule…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Override Freeze…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Scheduled for %1 by %2, at most %n minute(s) late.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Suspended: it was not applied at its time, %1. %2. Schedule it again, or apply it by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued behind %1, which goes to one of the same configs first; when that is live, this has to be rebased onto it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It will be stopped at its time. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frozen now. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soft freezes are overridden by %1 (%2): %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What freezes it could not be read. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its time in UTC: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frozen until, in UTC: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not scheduled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not scheduled. Nothing freezes it now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Have %1 applied at a time by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the schedule of %1 back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let %1 through the soft freezes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unschedule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Override Freeze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 passes the soft freezes until its content changes: %2. That is written down with your name, the reason and the ticket. Hard freezes and all other checks stand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why it cannot wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket, like INC-7</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not applied by itself any more. That is another change than the one that was voted for: all votes are void, and a new round of approvals begins.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::SchemaChooser</name>
    <message>
        <source>A later change brought another schema. After the revert holds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which schema holds after the revert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To decide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the one before the change: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the one that the change brought: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the later one, as it is now: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::SchemaFace</name>
    <message>
        <source>major: refuses what the one before took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minor: takes more than the one before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>first version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has no other schema. Somebody who may manage schemas can publish one: chancery-cli import.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another schema is a part of the change: the text is held against it, both are approved together, and it holds in this environment only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a schema</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use This Schema</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to Editor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schemas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schema</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schema of “%1” in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Present: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Present: none, only the syntax is checked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (present)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::SchemaPanel</name>
    <message>
        <source>Compare Schemas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Difference of the schemas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Present schema</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With this change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2, %3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another schema: %1 in the place of %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::SchemaSection</name>
    <message>
        <source>Under the Cursor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Constraints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the whole document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This key is not set here. The schema says nothing about it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The schema says nothing about this place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The schema does not describe it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This key is not set here. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>any</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, deprecated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>default %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (default %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::SchemaShelf</name>
    <message>
        <source>Compiling the schema</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::SealCommands</name>
    <message>
        <source>Seal This Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace Sealed Value…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reveal Sealed Value…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value is not sealed: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value is not shown: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A sealed value is replaced as a whole, by “Replace Sealed Value…”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A covered value is changed as a whole, or after “Reveal Value”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place the cursor on a sealed value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place the cursor on a text, a number, true or false.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revealing takes the permission secret.reveal, which an administrator gives by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sealed with %1. Undo would bring the plain value back into the text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace Sealed Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new value is sealed for %1. Nobody sees it, and it stands in no text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replaced by a value that is sealed with %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text has changed meanwhile; nothing was sealed in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reveal Sealed Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value at %1 is shown for half a minute. The audit log keeps that you saw it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reveal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::SearchCommands</name>
    <message>
        <source>Find…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find Previous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace All</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ServiceBox</name>
    <message>
        <source>Service</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::SessionPage</name>
    <message>
        <source>Change Live…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirm…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extend…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End Now…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask to Ratify…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request, Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow-Up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Course</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who Was Told</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All environments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2 · %3 · asked %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recovery key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1. Rolled back, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1. Changed, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation overridden: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was changed in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nobody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something is on its way already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No session is chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirm %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 will change %2 in %3 without approvals for %n minute(s): %4</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extend the Session</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>It is lengthened by %n minute(s), which can be done once.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Extend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why, in at least 20 characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End the Session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing more can be changed in it. What was changed stays live and provisional, and the review is due.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask to Ratify</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A change request is made by which others approve, as always, what is live and provisional.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why it shall stay</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::StartView</name>
    <message>
        <source>Chancery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Configuration under control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add Server…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificate authority (PEM file), if it is a private one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add Server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovery Key…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For when nobody can sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a server that the console runs for itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your browser shows the sign-in page of %1. Sign in there, then come back: the console goes on by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – server %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign In at %1 in the Browser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected to “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something answers at this address, but it is not a Chancery server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This server is older than the console understands. The server has to be updated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This server is newer than the console. The console has to be updated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No server is selected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server of this computer comes with the console.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::StateOverlay</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::SubmitPanel</name>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What changes, in one line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket, if there is one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why: approvers and the audit log read this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expedited: fewer approvals first, the others behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Submit for Approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to Editor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What this change reaches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The change was merged with what happened elsewhere. Look at it before you submit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Submit a change of “%1” in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With another schema: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it reaches is counted as soon as the draft is saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A title is needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A reason is needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n approval(s) needed in %1.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 needs no approval; the change can be applied at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is urgent and no emergency, by the terms of the environment&apos;s policy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An expedited change needs a ticket.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::TableFace</name>
    <message>
        <source>Edit Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add Row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove Row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear Cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as TSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Places that are tables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Objects and their values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document as a whole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no table here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is neither an array of objects nor an object of objects that are alike. Choose one of the document&apos;s tables in the list above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing in this document is an array of objects or an object of objects that are alike. Its values stand in the form and in the text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No tables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no table here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No row is selected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Positions are not edited.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cell is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rows are sorted here; their order in the text is another.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::TablePane</name>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as TSV</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ThreadsPanel</name>
    <message>
        <source>The whole document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment on Key…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resolve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key to comment on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outdated: the key is gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>resolved by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is said about a key yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment on Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: what you say stays with the key when the change is edited or rebased. It counts neither for nor against the change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something is on its way already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No thread is selected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No request is selected.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::TimeHistogram</name>
    <message>
        <source>Events over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1: %n event(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No event has a time</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::TrendChart</name>
    <message>
        <source>Exceptions over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1: %n exception(s) in population %2</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to draw</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No exceptions in this period</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::ValueFace</name>
    <message>
        <source>The config is being loaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text cannot be read; mend it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line %1 of the text cannot be read: %2. What is shown here is as it was before, and cannot be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to Line %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read only. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move Up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the items of an array have an order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is the first item already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is the last item already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The schema does not describe this place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (Owner: %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deprecated. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sensitive, and never shown. %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>chancery::views::VersionGraphPane</name>
    <message numerus="yes">
        <source>; %n of them changed more keys than are listed, perhaps not these</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Show Only Matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find Next Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find Previous Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to Version Before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to Version After</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find Versions Like This</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to Date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter: words, author: key: kind: after: before:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words that stand anywhere, and author:ann, path:shop/, key:/limits/max, kind:rollback, request:CR-12, is:live, is:quarantined, after:2026-11-02, before:2026-11-02T14:05.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2026-11-02 14:05</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selects what was the newest version at that day&apos;s end or time, in UTC.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hides the other versions, instead of marking these.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 versions, reading on to that date (Esc stops)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 versions, reading on</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n version(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” is no time: write 2026-11-02 or 2026-11-02 14:05.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions could not be read that far back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no versions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing here is that old: the first version is of %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No version is selected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no words to look for.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>columns</name>
    <message>
        <source>Likely</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lineage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Applied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Author</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approved By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 and more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quarantined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Merge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promotion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rollback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Migration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in %2 (%3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, live in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lane %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2, the first of its line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2, from %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What Happened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live Refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no text of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>This Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effective %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delivers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Against This Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 provisional</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>overdue since %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>due by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Namespaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Incident</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It delivers what this version, its layers, its parents and its references come to; this is the content id of that document.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live only: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Effective</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last Seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second Account Of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last Sign-In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signs In By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Called</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>emergency</name>
    <message>
        <source>What is live is still being looked at.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is live could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing of the session&apos;s scope is live there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the config that is changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no earlier version and no draft of it. Write a draft under “Configs”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose what becomes live.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The texts are still being read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is live already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not open yet: a second person has to confirm it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session is over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its time is over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for a second person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review due</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lapsed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its time was over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended by its actor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended by somebody else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Justified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unjustified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inconclusive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not reviewed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reverted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Became a request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provisional</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ratified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replaced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not ratified in time; a revert is asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Action %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A second person was asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended; the review is due</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An environment was frozen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sessions were ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The review is overdue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no time left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) left</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your session %1 in “%2” is not over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It does not wait for a second person.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else has to confirm your session.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovery access changes no texts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only who opened the session acts in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was extended already; that can be done once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It ends when you sign out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is ended by who opened it, or by somebody with “emergency.review”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has been reviewed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A session is reviewed when it is over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This session is yours: somebody who neither opened nor confirmed it reviews it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You confirmed this session: somebody who neither opened nor confirmed it reviews it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of its changes is provisional.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>The reason needs %n more character(s).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Choose an environment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name the namespaces that may be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name the incident.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirmed by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opened %1; approvers passed over: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Extended by %n minute(s): %1</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The review was due %1 and is overdue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The review is due by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To be ratified by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To be rotated, because it was seen: %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, says %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The roster of emergency access in “%1” (sys/emergency) does not name you, nor a group that you are in.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>hindsight</name>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 days before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>agents refused it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>somebody rolled back from it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>within ten minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on all agents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a config of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>through another config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number changed tenfold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in an emergency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nobody approved it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agent start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>layers</name>
    <message>
        <source>Inherited base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inherited</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inherited region %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Region %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inherited group %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inherited instance %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instance %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>approved by %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>notifications</name>
    <message>
        <source>asks for your review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has changes asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was applied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>could not be applied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was not applied at its time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>expires soon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has expired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has lost its author and can be claimed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is talked about</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs to be rebased</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot reach its quorum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>may pass a freeze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>took back what you made live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asks for a second person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is open: emergency access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changed what is live: emergency access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is over: emergency access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is to be reviewed: emergency access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is overdue for its review: emergency access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was not ratified in time: emergency access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chancery</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Chancery: %n new notification(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>reach</name>
    <message>
        <source>%1 (%2 through inheritance)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>In %1: nothing else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In %1: %2, %3, %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n config(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n service(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (inherits it)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Configs in %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Services in %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agents in %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agents in %1 (not all of them): %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>rollback</name>
    <message>
        <source>The rollback is on its way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live has moved since this was looked at: look again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it would do is still being looked at.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it would do is not known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is chosen to go back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” cannot go back: something would be wrong afterwards.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” has more keys that differ than are listed: it goes back as a whole, or not at all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” has the text of that version already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More configs differ than can go back at once. Choose less.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>views</name>
    <message>
        <source>Configs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lineage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dependencies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fleet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bulk Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Applied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Superseded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>requested changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>commented</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reviewed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From Cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 d ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
