import django.core.validators
import django.db.models.deletion
import portal.core.models.fields
import modelcluster.fields
import portal.core.forms.places
import portal.core.forms.countries
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('partners', '0001_initial'),
        ('users', '__first__'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('status', models.CharField(choices=[('scheduled', 'Takes place'), ('cancelled', 'Cancelled'), ('withdrawn', 'Withdrawn')], default='scheduled', max_length=10)),
                ('start_date', models.DateField()),
                ('start_time', models.TimeField(blank=True, null=True)),
                ('end_date', models.DateField(blank=True, null=True)),
                ('end_time', models.TimeField(blank=True, null=True)),
                ('timezone', models.CharField(default='Europe/Copenhagen', max_length=64)),
                ('precision', models.CharField(choices=[('minute', 'Day and time'), ('day', 'Day'), ('month', 'Month')], default='minute', max_length=8)),
                ('starts_at', models.DateTimeField(db_index=True)),
                ('ends_at', models.DateTimeField(db_index=True)),
                ('format', models.CharField(choices=[('online', 'Online'), ('in_person', 'In person'), ('hybrid', 'In person and online')], default='online', max_length=10)),
                ('place', models.CharField(blank=True, max_length=255)),
                ('takes_registrations', models.BooleanField(default=False)),
                ('opens_at', models.DateTimeField(blank=True, null=True)),
                ('closes_at', models.DateTimeField(blank=True, null=True)),
                ('cancel_until', models.DateTimeField(blank=True, null=True)),
                ('promotion', models.CharField(choices=[('automatic', 'The first in the queue gets the seat at once'), ('offer', 'The first in the queue is asked and has a limited time to answer')], default='automatic', max_length=9)),
                ('offer_hours', models.PositiveSmallIntegerField(default=48, validators=[django.core.validators.MaxValueValidator(336)])),
                ('cutoff_hours', models.PositiveSmallIntegerField(default=0)),
                ('join_link', portal.core.models.fields.EncryptedTextField(blank=True)),
                ('join_link_hours', models.PositiveSmallIntegerField(default=24)),
                ('recordings_link', models.URLField(blank=True)),
                ('first_reminder_days', models.PositiveSmallIntegerField(blank=True, default=7, null=True)),
                ('last_reminder_days', models.PositiveSmallIntegerField(blank=True, default=1, null=True)),
                ('retention_days', models.PositiveSmallIntegerField(default=90)),
                ('sensitive_retention_days', models.PositiveSmallIntegerField(default=7)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('anonymised_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'ordering': ('-starts_at',),
            },
        ),
        migrations.CreateModel(
            name='ConsentText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12)),
                ('version', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consent_texts', to='events.event')),
            ],
        ),
        migrations.CreateModel(
            name='EventIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(help_text='One or two sentences that say what this page tells. Shown in lists, in search and when shared.', max_length=400, verbose_name='summary')),
                ('text_language', models.CharField(blank=True, choices=[('en', 'English'), ('da', 'Dansk'), ('nb', 'Norsk bokmål'), ('sv', 'Svenska'), ('fi', 'Suomi'), ('is', 'Íslenska'), ('nn', 'Norsk nynorsk'), ('fo', 'Føroyskt'), ('se', 'Davvisámegiella'), ('kl', 'Kalaallisut')], help_text='Only if the text is not in the language of this part of the site, for example Nynorsk among Bokmål pages.', max_length=8, verbose_name='language of the text')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty: a card with the title is then drawn.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='picture for sharing')),
            ],
            options={
                'verbose_name': 'overview of events',
                'verbose_name_plural': 'overviews of events',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(help_text='One or two sentences that say what this page tells. Shown in lists, in search and when shared.', max_length=400, verbose_name='summary')),
                ('text_language', models.CharField(blank=True, choices=[('en', 'English'), ('da', 'Dansk'), ('nb', 'Norsk bokmål'), ('sv', 'Svenska'), ('fi', 'Suomi'), ('is', 'Íslenska'), ('nn', 'Norsk nynorsk'), ('fo', 'Føroyskt'), ('se', 'Davvisámegiella'), ('kl', 'Kalaallisut')], help_text='Only if the text is not in the language of this part of the site, for example Nynorsk among Bokmål pages.', max_length=8, verbose_name='language of the text')),
                ('sources', wagtail.fields.StreamField([('source', 4)], blank=True, block_lookup={0: ('wagtail.blocks.RegexBlock', (), {'error_messages': {'invalid': 'Use lower-case letters, digits and hyphens only, for example s1.'}, 'help_text': 'Short and unique on this page, for example s1.', 'label': 'Mark', 'regex': '^[a-z0-9-]{1,20}$'}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who answers for it, for example Statistics Norway, not the name of the report.', 'label': 'Publisher', 'max_length': 160}), 2: ('wagtail.blocks.URLBlock', (), {'help_text': 'The page or file itself, beginning with https://.', 'label': 'Address'}), 3: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'help_text': 'Leave out only what visitors cannot open, for example an e-mail.', 'label': 'Show to visitors', 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('identifier', 0), ('publisher', 1), ('url', 2), ('public', 3)]], {})}, help_text='Where the facts of this page come from.', verbose_name='sources')),
                ('editorial_notes', wagtail.fields.StreamField([('note', 3)], blank=True, block_lookup={0: ('wagtail.blocks.TextBlock', (), {'help_text': 'One fact of the page, as it can be checked, for example: Work began in 2019.', 'label': 'Statement'}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'Separated by commas, for example s1, s2.', 'label': 'Marks of the sources', 'max_length': 120, 'required': False}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('high', 'High'), ('medium', 'Medium'), ('low', 'Low')], 'help_text': 'High: stated by the body responsible or by two independent sources. Medium: one secondary source. Low: general knowledge or an editorial reading.', 'label': 'Confidence'}), 3: ('wagtail.blocks.StructBlock', [[('statement', 0), ('sources', 1), ('confidence', 2)]], {})}, help_text='Each checked fact with its sources. Never shown to visitors.', verbose_name='editorial notes')),
                ('cancelled', models.BooleanField(default=False, help_text='Everybody who is registered or waiting gets a mail when you publish this.', verbose_name='cancelled')),
                ('takes_registrations', models.BooleanField(default=False, help_text='Needs a start with a time of day.', verbose_name='people can register here')),
                ('online_places', models.PositiveIntegerField(blank=True, help_text='Empty: no limit. 0: closed.', null=True, verbose_name='places online')),
                ('in_person_places', models.PositiveIntegerField(blank=True, help_text='Empty: no limit. 0: closed.', null=True, verbose_name='places in person')),
                ('waiting_list', models.BooleanField(default=True, help_text='When all places are taken, people can join a queue.', verbose_name='waiting list')),
                ('registration_opens', models.DateTimeField(blank=True, help_text='Empty: as soon as the page is published.', null=True, verbose_name='registration opens')),
                ('registration_closes', models.DateTimeField(blank=True, help_text='Empty: when the event starts.', null=True, verbose_name='registration closes')),
                ('cancel_until', models.DateTimeField(blank=True, help_text='Empty: until the event starts.', null=True, verbose_name='cancelling possible until')),
                ('promotion', models.CharField(choices=[('automatic', 'The first in the queue gets the seat at once'), ('offer', 'The first in the queue is asked and has a limited time to answer')], default='automatic', help_text='Ask people if they have to travel. On the last day places are always given at once.', max_length=9, verbose_name='when a place becomes free')),
                ('offer_hours', models.PositiveSmallIntegerField(default=48, help_text='How long somebody from the waiting list has to accept a place. Two days suit most events.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(336)], verbose_name='hours to answer')),
                ('cutoff_hours', models.PositiveSmallIntegerField(default=0, help_text='Hours before the start. After that nobody moves up from the waiting list.', validators=[django.core.validators.MaxValueValidator(336)], verbose_name='no new places within')),
                ('first_reminder_days', models.PositiveSmallIntegerField(blank=True, default=7, help_text='A mail to everybody who is registered, for example 7. Empty: none.', null=True, verbose_name='first reminder, days before')),
                ('last_reminder_days', models.PositiveSmallIntegerField(blank=True, default=1, help_text='A second mail with the link or the address, for example 1. Empty: none.', null=True, verbose_name='last reminder, days before')),
                ('retention_days', models.PositiveSmallIntegerField(default=90, help_text='Days after the event. It happens by itself; the numbers stay.', validators=[django.core.validators.MaxValueValidator(730)], verbose_name='delete personal data after')),
                ('sensitive_retention_days', models.PositiveSmallIntegerField(default=7, help_text="Days after the event, for example for needs that tell about somebody's health.", validators=[django.core.validators.MaxValueValidator(90)], verbose_name='delete sensitive answers after')),
                ('questions', wagtail.fields.StreamField([('question', 7), ('need', 9)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: What do you work with?', 'label': 'Question', 'max_length': 300}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'What a good answer is, if the question alone does not say so.', 'label': 'Hint', 'max_length': 300, 'required': False}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('short_text', 'Short text'), ('long_text', 'Long text'), ('one_of', 'One of several'), ('some_of', 'Any of several'), ('yes_no', 'Yes or no')], 'help_text': 'A short text, a long one, or a choice; choices are easiest to answer and to count.', 'label': 'Answer'}), 3: ('wagtail.blocks.CharBlock', (), {'max_length': 200}), 4: ('wagtail.blocks.ListBlock', (3,), {'default': [], 'help_text': 'Only for one or any of several.', 'label': 'Choices', 'required': False}), 5: ('wagtail.blocks.BooleanBlock', (), {'help_text': 'Only if you cannot plan without the answer.', 'label': 'Must be answered', 'required': False}), 6: ('wagtail.blocks.BooleanBlock', (), {'help_text': 'Tells about health, faith or the like: deleted soon after the event.', 'label': 'Sensitive', 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('label', 0), ('help', 1), ('kind', 2), ('options', 4), ('required', 5), ('sensitive', 6)]], {}), 8: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('access', 'What do you need to take part? (sign language, captions, step-free access …)'), ('food', 'What can you not eat?')], 'help_text': 'Worded by the portal in every language; the answers are deleted soon after the event.', 'label': 'Need'}), 9: ('wagtail.blocks.StructBlock', [[('need', 8)]], {})}, help_text='Ask only what you will use. Name, address and organisation are asked anyway.', verbose_name='questions')),
                ('consent_text', models.TextField(blank=True, help_text='What people agree to. Empty: that their information is stored for this event, and how long.', max_length=1000, verbose_name='consent')),
                ('event_type', models.CharField(choices=[('workshop', 'Workshop'), ('conference', 'Conference'), ('expo', 'Expo'), ('launch', 'Launch')], default='workshop', help_text='At a workshop people work together; conferences, expos and launches are where the model was shown.', max_length=12, verbose_name='type')),
                ('featured', models.BooleanField(default=False, help_text='Only events that the initiative arranges itself. They stand first.', verbose_name="the initiative's own event")),
                ('precision', models.CharField(choices=[('minute', 'Day and time'), ('day', 'Day'), ('month', 'Month')], default='minute', help_text='For past arenas of which only the day or the month is known.', max_length=8, verbose_name='precision of the date')),
                ('start_date', models.DateField(help_text='For month precision, any day of the month.', verbose_name='first day')),
                ('start_time', models.TimeField(blank=True, help_text='On the clock in the time zone below.', null=True, verbose_name='starts at')),
                ('end_date', models.DateField(blank=True, help_text='Empty if it is the first day.', null=True, verbose_name='last day')),
                ('end_time', models.TimeField(blank=True, help_text='On the same clock. People plan their way home by it.', null=True, verbose_name='ends at')),
                ('timezone', portal.core.forms.places.ZoneField(blank=True, help_text='The city whose clock is meant. Summer time is then right by itself.', max_length=64, verbose_name='time zone')),
                ('confirmed_start', models.DateField(editable=False, null=True)),
                ('starts_at', models.DateTimeField(db_index=True, editable=False)),
                ('ends_at', models.DateTimeField(db_index=True, editable=False)),
                ('format', models.CharField(choices=[('online', 'Online'), ('in_person', 'In person'), ('hybrid', 'In person and online')], default='online', help_text='Decides what people are asked when they register.', max_length=10, verbose_name='format')),
                ('venue', models.CharField(blank=True, help_text='Name and street, for example: City Hall, Rådhusplassen 1. Empty if it is online.', max_length=160, verbose_name='venue')),
                ('city', models.CharField(blank=True, help_text='By its local name, for example Göteborg.', max_length=80, verbose_name='city')),
                ('country', portal.core.forms.places.CountryField(blank=True, choices=portal.core.forms.countries.country_choices, help_text='Where it takes place. Empty if it is online only.', max_length=6, verbose_name='country')),
                ('open_to_all', models.BooleanField(blank=True, help_text='Unknown for some past arenas.', null=True, verbose_name='open to all')),
                ('description', wagtail.fields.StreamField([('paragraph', 0)], blank=True, block_lookup={0: ('portal.core.blocks.text.ParagraphBlock', (), {})}, verbose_name='description')),
                ('agenda', wagtail.fields.StreamField([('item', 2)], blank=True, block_lookup={0: ('portal.core.blocks.facts.FactCharBlock', (), {'help_text': 'For example 13.10 or 13.10–13.40.', 'label': 'Time', 'max_length': 11, 'required': False}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'What people do or hear, and from whom, in one line.', 'label': 'What happens', 'max_length': 250}), 2: ('wagtail.blocks.StructBlock', [[('time', 0), ('text', 1)]], {})}, verbose_name='programme')),
                ('statements', wagtail.fields.StreamField([('statement', 5)], blank=True, block_lookup={0: ('portal.core.blocks.facts.FactCharBlock', (), {'help_text': 'First and last name, as the person writes it.', 'label': 'Name', 'max_length': 120}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'The position, for example Head of Digitalisation.', 'label': 'Role', 'max_length': 120, 'required': False}), 2: ('portal.core.blocks.facts.FactCharBlock', (), {'help_text': 'Where the person works.', 'label': 'Organisation', 'max_length': 120, 'required': False}), 3: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('DK', 'Denmark'), ('FI', 'Finland'), ('FO', 'Faroe Islands'), ('GL', 'Greenland'), ('IS', 'Iceland'), ('NO', 'Norway'), ('SE', 'Sweden'), ('AX', 'Åland'), ('NORDIC', 'The Nordic region')], 'help_text': 'The country that the person speaks for.', 'label': 'Country', 'required': False}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ul', 'ol'], 'help_text': 'What was said, approved by the person. Three to six sentences.', 'label': 'Statement', 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('name', 0), ('role', 1), ('organisation', 2), ('country', 3), ('text', 4)]], {})}, help_text='Experts from each country and what they said. Ask them before you publish their words.', verbose_name='comment statements')),
                ('afterwards', wagtail.fields.StreamField([('paragraph', 0), ('material', 5)], blank=True, block_lookup={0: ('portal.core.blocks.text.ParagraphBlock', (), {}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('recording', 'Recording'), ('slides', 'Slides'), ('minutes', 'Minutes'), ('other', 'Other')], 'help_text': 'Tells people whether they will watch or read.', 'label': 'Kind'}), 2: ('wagtail.blocks.CharBlock', (), {'help_text': 'What it is, for example: Slides of the second session.', 'label': 'Title', 'max_length': 160}), 3: ('portal.core.blocks.facts.FactURLBlock', (), {'help_text': 'Where the file or recording is, beginning with https://. It must open without a login.', 'label': 'Address'}), 4: ('portal.core.blocks.facts.FactCharBlock', (), {'help_text': 'For example PDF, 2 MB.', 'label': 'Type and size', 'max_length': 40, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('kind', 1), ('title', 2), ('url', 3), ('size', 4)]], {})}, help_text='What was heard, recordings and slides.', verbose_name='afterwards')),
                ('funder', models.ForeignKey(blank=True, help_text='Who pays for the event, if it is one of the partners.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='partners.partnerpage', verbose_name='funder')),
                ('organisation', models.ForeignKey(blank=True, help_text='The organisation whose team edits this page in every language. Empty: the secretariat.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation', verbose_name='owner')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty: a card with the title is then drawn.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='picture for sharing')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='EventOrganiser',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('partner', models.ForeignKey(help_text='Who invites to the event. The first is named first.', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partners.partnerpage', verbose_name='partner')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='organisers', to='events.eventpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EventElement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='event_elements', to='events.eventpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EventText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12)),
                ('title', models.CharField(max_length=255)),
                ('slug', models.SlugField(allow_unicode=True, max_length=255)),
                ('url', models.CharField(max_length=500)),
                ('live', models.BooleanField(default=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='events.event')),
            ],
        ),
        migrations.CreateModel(
            name='LogEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('registration_number', models.PositiveBigIntegerField(blank=True, null=True)),
                ('action', models.CharField(choices=[('confirm', 'Confirmed'), ('promote', 'Promoted from the waiting list'), ('offer', 'Seat offered'), ('accept', 'Offer accepted'), ('decline', 'Offer declined'), ('lapse', 'Offer expired'), ('rejoin', 'Joined the waiting list again'), ('cancel', 'Cancelled'), ('change', 'Answers changed'), ('move', 'Moved to another pool'), ('add', 'Registered by hand'), ('check_in', 'Checked in'), ('undo_check_in', 'Check-in undone'), ('resend', 'Mail sent again'), ('erase', 'Personal data erased on request'), ('anonymise', 'Personal data deleted on schedule'), ('capacity', 'Number of places changed'), ('acknowledge', 'Overbooking acknowledged'), ('event_moved', 'Event moved'), ('event_cancelled', 'Event cancelled'), ('event_reopened', 'Event reopened'), ('view', 'List viewed'), ('export', 'List exported'), ('message', 'Message sent'), ('links', 'Links changed'), ('bounce', 'Mail refused for good'), ('works', 'The address works again')], max_length=16)),
                ('from_state', models.CharField(blank=True, max_length=11)),
                ('to_state', models.CharField(blank=True, max_length=11)),
                ('actor', models.CharField(choices=[('self', 'The registrant'), ('desk', 'An organiser'), ('system', 'The portal')], max_length=6)),
                ('amount', models.PositiveIntegerField(blank=True, null=True)),
                ('at', models.DateTimeField(db_index=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='log', to='events.event')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'log entry',
                'verbose_name_plural': 'log entries',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('states', models.JSONField(default=list)),
                ('pool', models.CharField(blank=True, max_length=9)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='events.event')),
            ],
        ),
        migrations.CreateModel(
            name='MessageText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12)),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField()),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='events.message')),
            ],
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('kind', models.CharField(choices=[('short_text', 'Short text'), ('long_text', 'Long text'), ('one_of', 'One of several'), ('some_of', 'Any of several'), ('yes_no', 'Yes or no')], max_length=10)),
                ('required', models.BooleanField(default=False)),
                ('sensitive', models.BooleanField(default=False)),
                ('texts', models.JSONField(default=dict)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired', models.BooleanField(default=False)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='events.event')),
            ],
            options={
                'ordering': ('position',),
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('unconfirmed', 'Unconfirmed'), ('confirmed', 'Registered'), ('waiting', 'Waiting'), ('offered', 'Seat offered'), ('lapsed', 'Offer not taken'), ('cancelled', 'Cancelled')], default='unconfirmed', max_length=11)),
                ('name', models.CharField(blank=True, max_length=300)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('email_key', models.CharField(blank=True, max_length=254)),
                ('organisation', models.CharField(blank=True, max_length=300)),
                ('language', models.CharField(max_length=12)),
                ('seat_no', models.PositiveIntegerField(blank=True, null=True)),
                ('queue_at', models.DateTimeField(blank=True, null=True)),
                ('offer_until', models.DateTimeField(blank=True, null=True)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('attended_at', models.DateTimeField(blank=True, null=True)),
                ('bounced_at', models.DateTimeField(blank=True, null=True)),
                ('by_hand', models.BooleanField(default=False)),
                ('form_key', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('created_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('anonymised_at', models.DateTimeField(blank=True, null=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='events.event')),
            ],
            options={
                'verbose_name': 'registration',
                'verbose_name_plural': 'registrations',
            },
        ),
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opt_in', 'Please confirm'), ('confirmed', 'Registered'), ('waiting', 'On the waiting list'), ('offered', 'A seat is offered'), ('lapsed', 'Offer not taken'), ('promoted', 'A seat became free'), ('changed', 'Registration changed'), ('cancelled_self', 'Cancelled by the registrant'), ('cancelled_desk', 'Cancelled by the organiser'), ('event_moved', 'Event moved'), ('event_cancelled', 'Event cancelled'), ('event_reopened', 'Event takes place after all'), ('join_link', 'Link to take part'), ('reminder', 'Reminder'), ('thanks', 'Thank you'), ('links', 'Link sent again'), ('message', 'Message from the organiser')], max_length=16)),
                ('address', models.CharField(blank=True, max_length=254)),
                ('language', models.CharField(max_length=12)),
                ('dedupe_key', models.CharField(max_length=120, unique=True)),
                ('event_sequence', models.PositiveIntegerField(default=0)),
                ('status', models.CharField(choices=[('queued', 'Queued'), ('sending', 'Being sent'), ('sent', 'Sent'), ('dropped', 'No longer needed'), ('failed', 'Failed')], default='queued', max_length=7)),
                ('message_uuid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('due_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.CharField(blank=True, max_length=80)),
                ('refusal', models.CharField(blank=True, choices=[('open', 'Open'), ('own', 'Own')], max_length=4)),
                ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='events.event')),
                ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='events.message')),
                ('registration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='events.registration')),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mails',
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.consenttext')),
                ('registration', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='consent', to='events.registration')),
            ],
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=500)),
                ('value', models.JSONField()),
                ('text', models.TextField()),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='events.question')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='events.registration')),
            ],
        ),
        migrations.CreateModel(
            name='SeatPool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('in_person', 'In person'), ('online', 'Online')], max_length=9)),
                ('capacity', models.PositiveIntegerField(blank=True, null=True)),
                ('waiting_list', models.BooleanField(default=True)),
                ('acknowledged_over', models.PositiveIntegerField(default=0)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pools', to='events.event')),
            ],
            options={
                'ordering': ('kind',),
            },
        ),
        migrations.AddField(
            model_name='registration',
            name='pool',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='events.seatpool'),
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('confirm', 'Confirm'), ('manage', 'Manage')], max_length=7)),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='events.registration')),
            ],
        ),
        migrations.AddConstraint(
            model_name='consenttext',
            constraint=models.UniqueConstraint(fields=('event', 'language', 'version'), name='unique_consent_version'),
        ),
        migrations.AddIndex(
            model_name='eventtext',
            index=models.Index(fields=['language', 'slug'], name='events_even_languag_740d34_idx'),
        ),
        migrations.AddConstraint(
            model_name='eventtext',
            constraint=models.UniqueConstraint(fields=('event', 'language'), name='unique_event_text'),
        ),
        migrations.AddConstraint(
            model_name='messagetext',
            constraint=models.UniqueConstraint(fields=('message', 'language'), name='unique_message_language'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('event', 'key'), name='unique_question_key'),
        ),
        migrations.AddIndex(
            model_name='outgoingmail',
            index=models.Index(fields=['status', 'due_at'], name='events_outg_status_ed123e_idx'),
        ),
        migrations.AddIndex(
            model_name='outgoingmail',
            index=models.Index(condition=models.Q(('refusal', 'open')), fields=['refusal'], name='open_refusals'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('registration', 'question'), name='unique_answer'),
        ),
        migrations.AddConstraint(
            model_name='seatpool',
            constraint=models.UniqueConstraint(fields=('event', 'kind'), name='unique_pool_kind'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(fields=['pool', 'state', 'queue_at'], name='events_regi_pool_id_42033c_idx'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(fields=['email_key'], name='events_regi_email_k_abc842_idx'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('confirmed', 'waiting', 'offered')), models.Q(('email_key', ''), _negated=True)), fields=('event', 'email_key'), name='unique_live_registration'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.UniqueConstraint(condition=models.Q(('seat_no__isnull', False)), fields=('pool', 'seat_no'), name='unique_seat'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('seat_no__isnull', True), ('state__in', ('confirmed', 'offered')), _connector='OR'), name='seat_only_when_seated'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'offered'), _negated=True), ('offer_until__isnull', False), _connector='OR'), name='offer_has_end'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), ('queue_at__isnull', False), _connector='OR'), name='waiting_has_place'),
        ),
    ]
