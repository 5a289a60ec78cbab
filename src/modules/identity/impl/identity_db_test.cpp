#include "modules/identity/impl/identity_fixture.h"
#include "platform/journal/journal.h"
#include "tests/support/raw_sql.h"

namespace tangthu::identity::impl {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TANGTHU_ON_BOTH_ENGINES(IdentityTest);

constexpr const char* kDesk = "10.0.0.1";
constexpr const char* kElsewhere = "203.0.113.7";

TEST_P(IdentityTest, AnEmptyNetworkGetsOneAdministratorOnce) {
    EXPECT_FALSE(identity_->prepare().value()) << "told once";
    const auto session = identity_->sign_in("admin", admin_password_, kDesk);
    ASSERT_TRUE(session);
    EXPECT_TRUE(session->session.must_change_password);
    const auto admin = identity_->get_staff("admin").value();
    EXPECT_EQ(key_of(identity_->require_anywhere(actor(admin), Permission::StaffEdit)),
              "identity.password_must_change");
    EXPECT_EQ(key_of(identity_->require_anywhere(actor(admin), Permission::SignedIn)), "");
    ASSERT_TRUE(identity_->change_password(session->session, admin_password_, kPassword, kDesk));
    EXPECT_TRUE(identity_->require_anywhere(actor(admin), Permission::SystemAdmin));
    EXPECT_TRUE(identity_->require(actor(admin), Permission::SystemAdmin, ""));
}

TEST_P(IdentityTest, ASessionIsKnownByItsSecretAlone) {
    const auto lan = add("lan", {{"desk", "LC-YB"}});
    const auto made = identity_->sign_in("Lan", kPassword, kDesk);
    ASSERT_TRUE(made) << made.error().key;
    EXPECT_EQ(made->session.unit, "LC-YB");
    EXPECT_EQ(made->session.csrf.size(), 43U);
    const auto found = identity_->find_session(made->token);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->staff, lan.id);
    EXPECT_EQ(found->csrf, made->session.csrf);
    EXPECT_EQ(key_of(identity_->find_session("")), "net.sign_in_needed");
    EXPECT_EQ(key_of(identity_->find_session(made->token + "x")), "net.sign_in_needed");
    const auto kept = db().read([](db::ReadTx& tx) -> Result<std::string> {
        return tx.find_value<std::string>("SELECT token_hash FROM idn_sessions").value_or("");
    });
    EXPECT_EQ(kept->size(), 64U) << "what is stored signs nobody in";
    EXPECT_NE(*kept, made->token);
    ASSERT_TRUE(identity_->sign_out(found->id));
    EXPECT_EQ(key_of(identity_->find_session(made->token)), "net.sign_in_needed");
}

TEST_P(IdentityTest, ASessionLivesFromUseToUseAndAWeekAtMost) {
    add("lan", {{"desk", "LC-YB"}});
    const auto made = identity_->sign_in("lan", kPassword, kDesk);
    const auto hours = [&](int count) { clock_.advance_ms(std::int64_t{count} * 3'600'000); };
    for (int i = 0; i < 14; ++i) {
        hours(11);
        EXPECT_TRUE(identity_->find_session(made->token)) << i;
    }
    hours(11); // the 165th hour
    EXPECT_TRUE(identity_->find_session(made->token));
    hours(4);
    EXPECT_FALSE(identity_->find_session(made->token)) << "after a week";
    const auto idle = identity_->sign_in("lan", kPassword, kDesk);
    hours(12);
    EXPECT_FALSE(identity_->find_session(idle->token)) << "after a night";
}

TEST_P(IdentityTest, WhoGuessesWaitsAndTheOwnerElsewhereDoesNot) {
    add("lan", {{"desk", "LC-YB"}});
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(key_of(identity_->sign_in("lan", "sai mật khẩu", kElsewhere)), "identity.wrong_password");
    const auto waits = identity_->sign_in("lan", kPassword, kElsewhere);
    EXPECT_EQ(key_of(waits), "identity.too_many_attempts") << "even with the right one: else it would be told";
    EXPECT_EQ(waits.error().params.at(0).value, "5");
    EXPECT_TRUE(identity_->sign_in("lan", kPassword, kDesk));
    clock_.advance_ms(5'000);
    EXPECT_TRUE(identity_->sign_in("lan", kPassword, kElsewhere));
    EXPECT_EQ(key_of(identity_->sign_in("lan", "sai", kElsewhere)), "identity.wrong_password") << "and begins anew";
}

TEST_P(IdentityTest, AnHourAgoIsForgotten) {
    add("lan", {{"desk", "LC-YB"}});
    for (int i = 0; i < 5; ++i)
        static_cast<void>(identity_->sign_in("lan", "sai", kElsewhere));
    clock_.advance_ms(3'600'001);
    EXPECT_EQ(key_of(identity_->sign_in("lan", "sai", kElsewhere)), "identity.wrong_password");
    EXPECT_TRUE(identity_->sign_in("lan", kPassword, kElsewhere))
        << "the sixth slip of a day is the first of this hour";
}

TEST_P(IdentityTest, NamesThatNobodyHasAreNotToldFromWrongPasswords) {
    add("lan", {{"desk", "LC-YB"}});
    for (int i = 0; i < 5; ++i) {
        const auto name = "nobody" + std::to_string(i);
        EXPECT_EQ(key_of(identity_->sign_in(name, "x", kElsewhere)), "identity.wrong_password");
    }
    EXPECT_EQ(key_of(identity_->sign_in("lân ' OR 1=1", "x", kElsewhere)), "identity.too_many_attempts");
    const auto lines = db().read([](db::ReadTx& tx) -> Result<std::int64_t> {
        return tx.find_value<std::int64_t>("SELECT count(*) FROM idn_failures").value_or(0);
    });
    EXPECT_EQ(*lines, 1) << "guessing names must not fill the table";
}

TEST_P(IdentityTest, RolesHoldAtTheirUnitAndBelow) {
    const auto lan = add("lan", {{"cataloguer", "LC-YB"}});
    EXPECT_TRUE(identity_->require(actor(lan), Permission::CatalogueEdit, "LC-YB"));
    EXPECT_TRUE(identity_->require(actor(lan), Permission::CatalogueEdit, "X-MAU-A"));
    for (const auto* unit : {"LC", "LC-LC", "", "NOWHERE"})
        EXPECT_EQ(key_of(identity_->require(actor(lan), Permission::CatalogueEdit, unit)), "net.forbidden") << unit;
    EXPECT_TRUE(identity_->require_anywhere(actor(lan), Permission::CatalogueEdit));
    EXPECT_EQ(key_of(identity_->require_anywhere(actor(lan), Permission::StaffEdit)), "net.forbidden");
    EXPECT_THAT(identity_->permissions_at(lan.id, "X-MAU-A"), Contains(Permission::CatalogueImport));
    EXPECT_THAT(identity_->permissions_at(lan.id, "LC-LC"), IsEmpty());
    EXPECT_TRUE(identity_->require(machine_, Permission::SystemAdmin, ""));
}

TEST_P(IdentityTest, NobodyGivesAwayMoreThanTheyHave) {
    const auto head = add("head", {{"manager", "LC-YB"}});
    const StaffDraft keeper{.name = "keeper", .full_name = "Giàng A Páo", .home_unit = "X-MAU-A"};
    const auto with = [&](const Grant& grant, const std::string& home = "X-MAU-A") {
        auto draft = keeper;
        draft.grants = {grant};
        draft.home_unit = home;
        return key_of(identity_->add_staff(draft, actor(head)));
    };
    EXPECT_EQ(with({"admin", "X-MAU-A"}), "net.forbidden") << "a role with more than theirs";
    EXPECT_EQ(with({"desk", "LC-LC"}), "net.forbidden") << "beside their unit";
    EXPECT_EQ(with({"desk", ""}), "net.forbidden") << "everywhere";
    EXPECT_EQ(with({"desk", "X-MAU-A"}, "LC-LC"), "net.forbidden") << "somebody else's house";
    EXPECT_EQ(with({"king", "X-MAU-A"}), "identity.role_not_found");
    EXPECT_EQ(with({"desk", "NOWHERE"}), "branches.unit_not_found");
    EXPECT_EQ(with({"desk", "X-MAU-A"}), "");
    EXPECT_EQ(with({"desk", "X-MAU-A"}), "identity.name_taken");
    const auto admin = identity_->get_staff("admin").value();
    EXPECT_EQ(key_of(identity_->reset_password(admin.id, actor(head))), "net.forbidden") << "no way up by a reset";
    EXPECT_EQ(key_of(identity_->edit_staff(admin.id, {.full_name = "x", .grants = {}}, admin.version, actor(head))),
              "net.forbidden");
    const StaffDraft robbed{.full_name = "x", .home_unit = "LC-YB", .grants = {}};
    EXPECT_EQ(key_of(identity_->edit_staff(admin.id, robbed, admin.version, actor(head))), "net.forbidden")
        << "nor taken from whom they are not over";
}

TEST_P(IdentityTest, AnEditTakesTheVersionItsAuthorSaw) {
    const auto lan = add("lan", {{"desk", "LC-YB"}});
    const StaffDraft moved{.full_name = "Trần Thị Lan", .home_unit = "LC-LC", .grants = {{"cataloguer", "LC-LC"}}};
    const auto after = identity_->edit_staff(lan.id, moved, lan.version, machine_);
    ASSERT_TRUE(after) << after.error().key;
    EXPECT_EQ(after->name, "lan");
    EXPECT_EQ(after->full_name, "Trần Thị Lan");
    EXPECT_THAT(after->grants, ElementsAre(Grant{"cataloguer", "LC-LC"}));
    EXPECT_EQ(key_of(identity_->edit_staff(lan.id, moved, lan.version, machine_)), "identity.stale");
    EXPECT_TRUE(identity_->require(actor(lan), Permission::CatalogueEdit, "LC-LC")) << "holds at once";
    EXPECT_EQ(key_of(identity_->edit_staff(StaffId{999}, moved, 1, machine_)), "identity.staff_not_found");
    EXPECT_EQ(key_of(identity_->edit_staff(lan.id, {.full_name = "  "}, after->version, machine_)),
              "identity.full_name_missing");
}

TEST_P(IdentityTest, WhoLeavesIsOutEverywhere) {
    const auto lan = add("lan", {{"desk", "LC-YB"}});
    const auto session = identity_->sign_in("lan", kPassword, kDesk);
    auto gone = StaffDraft{.full_name = lan.full_name, .home_unit = "LC-YB", .is_active = false, .grants = lan.grants};
    ASSERT_TRUE(identity_->edit_staff(lan.id, gone, lan.version, machine_));
    EXPECT_FALSE(identity_->find_session(session->token));
    EXPECT_EQ(key_of(identity_->sign_in("lan", kPassword, kDesk)), "identity.wrong_password");
    EXPECT_EQ(key_of(identity_->require_anywhere(actor(lan), Permission::CatalogueRead)), "net.forbidden");
    auto back = gone;
    back.is_active = true;
    ASSERT_TRUE(identity_->edit_staff(lan.id, back, lan.version + 1, machine_));
    EXPECT_FALSE(identity_->find_session(session->token)) << "who comes back signs in again";
}

TEST_P(IdentityTest, SomebodyIsLeftWhoCanPutEverythingRight) {
    const auto admin = identity_->get_staff("admin").value();
    EXPECT_EQ(key_of(identity_->edit_staff(admin.id, {.full_name = "Quản trị", .grants = {}}, admin.version, machine_)),
              "identity.last_admin");
    EXPECT_EQ(
        key_of(identity_->edit_staff(admin.id, {.full_name = "Quản trị", .is_active = false, .grants = admin.grants},
                                     admin.version, machine_)),
        "identity.last_admin");
    EXPECT_EQ(identity_->get_staff("admin")->version, admin.version) << "nothing of it was kept";
    add("second", {{"admin", ""}}, "");
    EXPECT_TRUE(identity_->edit_staff(admin.id, {.full_name = "Quản trị", .grants = {}}, admin.version, machine_));
}

TEST_P(IdentityTest, ANewPasswordEndsTheOtherSessions) {
    const auto lan = add("lan", {{"desk", "LC-YB"}});
    const auto here = identity_->sign_in("lan", kPassword, kDesk);
    const auto there = identity_->sign_in("lan", kPassword, kElsewhere);
    EXPECT_EQ(key_of(identity_->change_password(here->session, "sai", "mật khẩu khác", kDesk)),
              "identity.wrong_password");
    EXPECT_EQ(key_of(identity_->change_password(here->session, kPassword, "ngắn", kDesk)), "identity.weak_password");
    ASSERT_TRUE(identity_->change_password(here->session, kPassword, "mật khẩu khác", kDesk));
    EXPECT_TRUE(identity_->find_session(here->token));
    EXPECT_FALSE(identity_->find_session(there->token));
    const auto password = identity_->reset_password(lan.id, machine_);
    EXPECT_FALSE(identity_->find_session(here->token));
    EXPECT_TRUE(identity_->sign_in("lan", *password, kDesk)->session.must_change_password);
}

TEST_P(IdentityTest, ADeviceHasATokenOfItsOwn) {
    const auto gate = identity_->add_staff({.name = "gate",
                                            .full_name = "Máy đếm lượt",
                                            .home_unit = "LC-YB",
                                            .kind = StaffKind::service,
                                            .grants = {{"desk", "LC-YB"}}},
                                           machine_);
    ASSERT_TRUE(gate) << gate.error().key;
    EXPECT_EQ(gate->password, "");
    EXPECT_EQ(key_of(identity_->sign_in("gate", "", kDesk)), "identity.wrong_password") << "no password, no sign-in";
    const auto token = identity_->add_token(gate->staff.id, "cổng tầng 1", 30, machine_);
    ASSERT_TRUE(token) << token.error().key;
    clock_.advance_ms(29LL * 86'400'000);
    const auto found = identity_->find_session(token->token);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->csrf, "");
    EXPECT_EQ(found->expires_at, token->session.expires_at) << "use does not lengthen it";
    clock_.advance_ms(86'400'000);
    EXPECT_FALSE(identity_->find_session(token->token));
    const auto lan = add("lan", {{"desk", "LC-YB"}});
    EXPECT_EQ(key_of(identity_->add_token(lan.id, "x", 30, machine_)), "identity.not_a_service");
    EXPECT_EQ(key_of(identity_->add_token(gate->staff.id, "x", 0, machine_)), "identity.bad_token_days");
    EXPECT_EQ(key_of(identity_->reset_password(gate->staff.id, machine_)), "identity.not_a_person");
}

TEST_P(IdentityTest, TheNextOneTakesADeskOverByCardAndPin) {
    add("lan", {{"desk", "LC-YB"}});
    const auto hoa = add("hoa", {{"desk", "LC-YB"}});
    const auto own = identity_->sign_in("hoa", kPassword, kDesk);
    EXPECT_EQ(key_of(identity_->set_pin(own->session, kPassword, "2580", kDesk)), "identity.no_desk_card");
    const auto carded = identity_->edit_staff(
        hoa.id, {.full_name = "Hoa", .home_unit = "LC-YB", .desk_card = "NV-0002", .grants = hoa.grants}, hoa.version,
        machine_);
    ASSERT_TRUE(carded) << carded.error().key;
    EXPECT_EQ(key_of(identity_->set_pin(own->session, kPassword, "1234", kDesk)), "identity.weak_pin");
    EXPECT_EQ(key_of(identity_->set_pin(own->session, "sai", "2580", kDesk)), "identity.wrong_password");
    ASSERT_TRUE(identity_->set_pin(own->session, kPassword, "2580", kDesk));
    EXPECT_TRUE(identity_->get_staff("hoa")->has_pin);

    const auto lan = identity_->sign_in("lan", kPassword, kDesk);
    ASSERT_TRUE(identity_->move_to(lan->session.id, "X-MAU-A"));
    const auto at_desk = identity_->find_session(lan->token).value();
    EXPECT_EQ(key_of(identity_->hand_over(at_desk, "NV-0002", "2581", kDesk)), "identity.wrong_pin");
    EXPECT_EQ(key_of(identity_->hand_over(at_desk, "NV-9999", "2580", kDesk)), "identity.wrong_pin");
    EXPECT_TRUE(identity_->find_session(lan->token)) << "a slip ends nothing";
    const auto taken = identity_->hand_over(at_desk, "NV-0002", "2580", kDesk);
    ASSERT_TRUE(taken) << taken.error().key;
    EXPECT_EQ(taken->session.staff, hoa.id);
    EXPECT_EQ(taken->session.unit, "X-MAU-A") << "the desk stays where it is";
    EXPECT_FALSE(identity_->find_session(lan->token)) << "no act under the wrong name";
    EXPECT_EQ(key_of(identity_->hand_over(at_desk, "NV-0002", "2580", kDesk)), "net.sign_in_needed")
        << "card and PIN alone open nothing";
}

TEST_P(IdentityTest, ADeskIsTakenOverOnlyByWhoWorksThere) {
    const auto hoa = add("hoa", {{"desk", "LC-LC"}}, "LC-LC");
    ASSERT_TRUE(identity_->edit_staff(
        hoa.id, {.full_name = "Hoa", .home_unit = "LC-LC", .desk_card = "NV-0002", .grants = hoa.grants}, hoa.version,
        machine_));
    const auto own = identity_->sign_in("hoa", kPassword, kDesk);
    ASSERT_TRUE(identity_->set_pin(own->session, kPassword, "2580", kDesk));
    const auto other = add("lan", {{"desk", "LC-YB"}});
    EXPECT_EQ(key_of(identity_->edit_staff(
                  other.id, {.full_name = "Lan", .home_unit = "LC-YB", .desk_card = "NV-0002", .grants = other.grants},
                  other.version, machine_)),
              "identity.card_taken");
    const auto lan = identity_->sign_in("lan", kPassword, kDesk);
    EXPECT_EQ(key_of(identity_->hand_over(lan->session, "NV-0002", "2580", kDesk)), "identity.not_there");
    for (int i = 0; i < 5; ++i)
        static_cast<void>(identity_->hand_over(lan->session, "NV-0002", "9999", kDesk));
    EXPECT_EQ(key_of(identity_->hand_over(lan->session, "NV-0002", "2580", kDesk)), "identity.too_many_attempts");
}

TEST_P(IdentityTest, AShiftMayMoveWhereItsRolesHold) {
    add("lan", {{"desk", "LC-YB"}});
    const auto made = identity_->sign_in("lan", kPassword, kDesk);
    EXPECT_EQ(identity_->move_to(made->session.id, "X-MAU-A")->unit, "X-MAU-A");
    EXPECT_EQ(identity_->find_session(made->token)->unit, "X-MAU-A");
    EXPECT_EQ(key_of(identity_->move_to(made->session.id, "LC-LC")), "identity.not_there");
    EXPECT_EQ(key_of(identity_->move_to(made->session.id, "NOWHERE")), "branches.unit_not_found");
}

TEST_P(IdentityTest, TheJournalKeepsWhatWasGivenAndNobodysName) {
    add("lan", {{"desk", "LC-YB"}});
    const auto entries = db().read(
        [](db::ReadTx& tx) -> Result<std::vector<journal::StoredEntry>> { return journal::follow(tx, {}, 1000); });
    const auto& last = entries->back().entry;
    EXPECT_EQ(last.kind, "identity.staff_added");
    EXPECT_THAT(last.data, HasSubstr(R"("account":"lan")"));
    EXPECT_THAT(last.data, HasSubstr(R"({"role":"desk","unit":"LC-YB"})"));
    EXPECT_THAT(last.data, Not(HasSubstr("Nguyễn")));
}

TEST_P(IdentityTest, AChangeOfAnotherProcessHoldsWithinASecond) {
    const auto lan = add("lan", {{"desk", "LC-YB"}});
    Identity other(db(), *branches_, clock_, PasswordCost::least);
    EXPECT_EQ(key_of(other.require(actor(lan), Permission::CatalogueEdit, "LC-YB")), "net.forbidden");
    ASSERT_TRUE(identity_->edit_staff(lan.id,
                                      {.full_name = "Lan", .home_unit = "LC-YB", .grants = {{"cataloguer", "LC-YB"}}},
                                      lan.version, machine_));
    clock_.advance_ms(1001);
    EXPECT_TRUE(other.require(actor(lan), Permission::CatalogueEdit, "LC-YB"));
}

} // namespace
} // namespace tangthu::identity::impl
