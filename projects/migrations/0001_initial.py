import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import portal.core.forms.places
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('events', '0001_initial'),
        ('partners', '0001_initial'),
        ('users', '__first__'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='GlossaryConcept',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='Short and unique, for example open-data.', max_length=80, unique=True, verbose_name='mark')),
            ],
            options={
                'verbose_name': 'glossary term',
                'verbose_name_plural': 'glossary',
                'ordering': ['slug'],
            },
        ),
        migrations.CreateModel(
            name='CaseLibraryPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(help_text='One or two sentences that say what this page tells. Shown in lists, in search and when shared.', max_length=400, verbose_name='summary')),
                ('text_language', models.CharField(blank=True, choices=[('en', 'English'), ('da', 'Dansk'), ('nb', 'Norsk bokmål'), ('sv', 'Svenska'), ('fi', 'Suomi'), ('is', 'Íslenska'), ('nn', 'Norsk nynorsk'), ('fo', 'Føroyskt'), ('se', 'Davvisámegiella'), ('kl', 'Kalaallisut')], help_text='Only if the text is not in the language of this part of the site, for example Nynorsk among Bokmål pages.', max_length=8, verbose_name='language of the text')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty: a card with the title is then drawn.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='picture for sharing')),
            ],
            options={
                'verbose_name': 'case library',
                'verbose_name_plural': 'case libraries',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='CaseStudyPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(help_text='One or two sentences that say what this page tells. Shown in lists, in search and when shared.', max_length=400, verbose_name='summary')),
                ('text_language', models.CharField(blank=True, choices=[('en', 'English'), ('da', 'Dansk'), ('nb', 'Norsk bokmål'), ('sv', 'Svenska'), ('fi', 'Suomi'), ('is', 'Íslenska'), ('nn', 'Norsk nynorsk'), ('fo', 'Føroyskt'), ('se', 'Davvisámegiella'), ('kl', 'Kalaallisut')], help_text='Only if the text is not in the language of this part of the site, for example Nynorsk among Bokmål pages.', max_length=8, verbose_name='language of the text')),
                ('sources', wagtail.fields.StreamField([('source', 4)], blank=True, block_lookup={0: ('wagtail.blocks.RegexBlock', (), {'error_messages': {'invalid': 'Use lower-case letters, digits and hyphens only, for example s1.'}, 'help_text': 'Short and unique on this page, for example s1.', 'label': 'Mark', 'regex': '^[a-z0-9-]{1,20}$'}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who answers for it, for example Statistics Norway, not the name of the report.', 'label': 'Publisher', 'max_length': 160}), 2: ('wagtail.blocks.URLBlock', (), {'help_text': 'The page or file itself, beginning with https://.', 'label': 'Address'}), 3: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'help_text': 'Leave out only what visitors cannot open, for example an e-mail.', 'label': 'Show to visitors', 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('identifier', 0), ('publisher', 1), ('url', 2), ('public', 3)]], {})}, help_text='Where the facts of this page come from.', verbose_name='sources')),
                ('editorial_notes', wagtail.fields.StreamField([('note', 3)], blank=True, block_lookup={0: ('wagtail.blocks.TextBlock', (), {'help_text': 'One fact of the page, as it can be checked, for example: Work began in 2019.', 'label': 'Statement'}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'Separated by commas, for example s1, s2.', 'label': 'Marks of the sources', 'max_length': 120, 'required': False}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('high', 'High'), ('medium', 'Medium'), ('low', 'Low')], 'help_text': 'High: stated by the body responsible or by two independent sources. Medium: one secondary source. Low: general knowledge or an editorial reading.', 'label': 'Confidence'}), 3: ('wagtail.blocks.StructBlock', [[('statement', 0), ('sources', 1), ('confidence', 2)]], {})}, help_text='Each checked fact with its sources. Never shown to visitors.', verbose_name='editorial notes')),
                ('country', portal.core.forms.places.CountryField(choices=[('DK', 'Denmark'), ('FI', 'Finland'), ('FO', 'Faroe Islands'), ('GL', 'Greenland'), ('IS', 'Iceland'), ('NO', 'Norway'), ('SE', 'Sweden'), ('AX', 'Åland'), ('NORDIC', 'The Nordic region')], help_text='Where it happens. The Nordic region, if it belongs to several countries.', max_length=6, verbose_name='country')),
                ('municipality', models.CharField(blank=True, help_text='As it is called locally. Empty for a project of a whole country.', max_length=120, verbose_name='municipality')),
                ('latitude', models.FloatField(blank=True, help_text='In degrees north, for example 55.68.', null=True, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(85)], verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, help_text='In degrees east, for example 12.57; negative in Iceland, the Faroe Islands and Greenland.', null=True, validators=[django.core.validators.MinValueValidator(-75), django.core.validators.MaxValueValidator(35)], verbose_name='longitude')),
                ('location_precision', models.CharField(choices=[('municipality', 'Municipality'), ('district', 'District'), ('village', 'Village'), ('region', 'Region'), ('country', 'Country'), ('place_of_founding', 'Place of founding'), ('host_organisation', 'Host organisation')], default='municipality', help_text='How exactly the point is meant; wide ones are drawn as a ring.', max_length=20, verbose_name='what the point marks')),
                ('scope', models.CharField(choices=[('municipal', 'Municipal'), ('regional', 'Regional'), ('national', 'National')], default='municipal', help_text='Who it is for: one municipality, a region or a whole country.', max_length=10, verbose_name='reach')),
                ('size_band', models.CharField(blank=True, choices=[('small', 'Small (under 20,000)'), ('medium', 'Medium (20,000–100,000)'), ('large', 'Large (over 100,000)')], help_text='Visitors look for places like their own. Empty for a region or a country.', max_length=8, verbose_name='size of the municipality')),
                ('rural', models.BooleanField(default=False, help_text='If the place lies in the countryside: visitors filter by it.', verbose_name='rural')),
                ('start_year', models.PositiveSmallIntegerField(blank=True, help_text='The year in which work began, for example 2019.', null=True, validators=[django.core.validators.MinValueValidator(1900), django.core.validators.MaxValueValidator(2100)], verbose_name='started')),
                ('end_year', models.PositiveSmallIntegerField(blank=True, help_text='Empty while the project goes on. A year in the future is a target.', null=True, validators=[django.core.validators.MinValueValidator(1900), django.core.validators.MaxValueValidator(2100)], verbose_name='ended')),
                ('website', models.URLField(blank=True, help_text='The page about the project itself, not the front page of the municipality.', verbose_name='website')),
                ('website_confidence', models.CharField(blank=True, choices=[('high', 'High'), ('medium', 'Medium'), ('low', 'Low')], help_text='High: the owner named it. Low: found by a search only.', max_length=8, verbose_name='is the website right?')),
                ('challenge', wagtail.fields.RichTextField(help_text='What was the problem, and for whom? 60 to 120 words.', verbose_name='challenge')),
                ('approach', wagtail.fields.RichTextField(help_text='What was done, by whom, in which order? 60 to 120 words.', verbose_name='approach')),
                ('result', wagtail.fields.RichTextField(help_text='What changed, and how do you know? 60 to 120 words.', verbose_name='result')),
                ('key_figures', wagtail.fields.StreamField([('figure', 5)], blank=True, block_lookup={0: ('portal.core.blocks.facts.FactCharBlock', (), {'help_text': 'As it is read, for example 1,200 or 40–45.', 'label': 'Number', 'max_length': 20}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example %, tonnes, homes.', 'label': 'Unit', 'max_length': 40, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'help_text': 'With place and period, for example: bus trips in Tromsø in 2023.', 'label': 'What it counts', 'max_length': 160}), 3: ('portal.core.blocks.facts.FactCharBlock', (), {'help_text': 'Who counted, for example Statistics Norway.', 'label': 'Source: publisher', 'max_length': 160}), 4: ('portal.core.blocks.facts.FactURLBlock', (), {'help_text': 'The page or file in which the number stands.', 'label': 'Source: address'}), 5: ('wagtail.blocks.StructBlock', [[('number', 0), ('unit', 1), ('what', 2), ('publisher', 3), ('url', 4)]], {})}, help_text='At most four numbers that say something, each with its source.', verbose_name='key figures')),
                ('photo_alt', models.CharField(blank=True, help_text='What matters in the photo, in one sentence.', max_length=250, verbose_name='text instead of the photo')),
                ('original_language', models.CharField(db_index=True, editable=False, max_length=8, verbose_name='original language')),
                ('stage', models.CharField(blank=True, choices=[('idea', 'Idea'), ('pilot', 'Pilot'), ('running', 'Running'), ('scaled', 'Scaled up'), ('stopped', 'Stopped')], help_text='How far it is today; also say so if it was stopped, others learn from that.', max_length=8, verbose_name='stage')),
                ('lessons', wagtail.fields.RichTextField(blank=True, help_text='What you would do differently. The most read part of a case.', verbose_name='what did not work')),
                ('cost', models.CharField(blank=True, help_text='For example: 2 million NOK over three years, half of it a grant.', max_length=200, verbose_name='cost')),
                ('staffing', models.CharField(blank=True, help_text='For example: one full-time post and a working group of six.', max_length=200, verbose_name='staff')),
                ('duration', models.CharField(blank=True, help_text='For example: eight months from idea to first users.', max_length=200, verbose_name='time')),
                ('skills', models.CharField(blank=True, help_text='What people had to know or learn.', max_length=300, verbose_name='skills')),
                ('reuse_conditions', wagtail.fields.RichTextField(blank=True, help_text='What must be in place elsewhere for this to work.', verbose_name='conditions for reuse')),
                ('evidence', wagtail.fields.RichTextField(blank=True, help_text='How the effects were measured, and by whom.', verbose_name='evidence')),
                ('licence', models.CharField(blank=True, help_text='Of software, data or designs, for example EUPL 1.2.', max_length=120, verbose_name='licence')),
                ('contact_name', models.CharField(blank=True, help_text='Somebody who can answer in two weeks, and has agreed to be asked.', max_length=120, verbose_name='person to ask')),
                ('contact_email', models.EmailField(blank=True, help_text='Never shown: visitors reach the person through a form.', max_length=254, verbose_name='address of the person to ask')),
                ('organisation', models.ForeignKey(blank=True, help_text='The organisation whose team edits this page in every language. Empty: the secretariat.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation', verbose_name='owner')),
                ('photo', models.ForeignKey(blank=True, help_text='Without a photo, a cover is drawn from the place and the elements.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='photo')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty: a card with the title is then drawn.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='picture for sharing')),
            ],
            options={
                'verbose_name': 'case study',
                'verbose_name_plural': 'case studies',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='CasePartner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('partner', models.ForeignKey(help_text='A partner of the initiative who did part of the work.', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partners.partnerpage', verbose_name='partner')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='case_partners', to='projects.casestudypage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CaseArena',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('event', models.ForeignKey(help_text='An event of the initiative where the case was presented.', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.eventpage', verbose_name='event')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='arenas', to='projects.casestudypage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ElementIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(help_text='One or two sentences that say what this page tells. Shown in lists, in search and when shared.', max_length=400, verbose_name='summary')),
                ('text_language', models.CharField(blank=True, choices=[('en', 'English'), ('da', 'Dansk'), ('nb', 'Norsk bokmål'), ('sv', 'Svenska'), ('fi', 'Suomi'), ('is', 'Íslenska'), ('nn', 'Norsk nynorsk'), ('fo', 'Føroyskt'), ('se', 'Davvisámegiella'), ('kl', 'Kalaallisut')], help_text='Only if the text is not in the language of this part of the site, for example Nynorsk among Bokmål pages.', max_length=8, verbose_name='language of the text')),
                ('versions', wagtail.fields.StreamField([('version', 3)], blank=True, block_lookup={0: ('wagtail.blocks.IntegerBlock', (), {'help_text': 'Counts up: the first version of the model is 1.', 'label': 'Number', 'min_value': 1}), 1: ('portal.core.blocks.facts.FactCharBlock', (), {'help_text': 'When it was agreed, for example 2021.', 'label': 'Year', 'max_length': 10, 'required': False}), 2: ('wagtail.blocks.TextBlock', (), {'help_text': 'What changed and why, in one or two sentences.', 'label': 'What is new'}), 3: ('wagtail.blocks.StructBlock', [[('number', 0), ('year', 1), ('text', 2)]], {})}, verbose_name='versions of the model')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty: a card with the title is then drawn.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='picture for sharing')),
            ],
            options={
                'verbose_name': 'overview of elements',
                'verbose_name_plural': 'overviews of elements',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ElementPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(help_text='One or two sentences that say what this page tells. Shown in lists, in search and when shared.', max_length=400, verbose_name='summary')),
                ('text_language', models.CharField(blank=True, choices=[('en', 'English'), ('da', 'Dansk'), ('nb', 'Norsk bokmål'), ('sv', 'Svenska'), ('fi', 'Suomi'), ('is', 'Íslenska'), ('nn', 'Norsk nynorsk'), ('fo', 'Føroyskt'), ('se', 'Davvisámegiella'), ('kl', 'Kalaallisut')], help_text='Only if the text is not in the language of this part of the site, for example Nynorsk among Bokmål pages.', max_length=8, verbose_name='language of the text')),
                ('number', models.PositiveSmallIntegerField(help_text='Its place in the model, from 1. Every number once.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='number')),
                ('introduced_in', models.PositiveSmallIntegerField(default=1, help_text='The version of the model that brought this element.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='first version of the model')),
                ('retired_in', models.PositiveSmallIntegerField(blank=True, help_text='Empty while the element is part of the model. The page stays readable at its address.', null=True, verbose_name='left the model in version')),
                ('body', wagtail.fields.StreamField([('paragraph', 0)], block_lookup={0: ('portal.core.blocks.text.ParagraphBlock', (), {})}, verbose_name='text')),
                ('guiding_questions', wagtail.fields.StreamField([('question', 0)], blank=True, block_lookup={0: ('portal.core.blocks.text.QuestionBlock', (), {'max_length': 300})}, help_text='Two or three questions that a workshop can start from.', verbose_name='guiding questions')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty: a card with the title is then drawn.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='picture for sharing')),
            ],
            options={
                'verbose_name': 'element',
                'verbose_name_plural': 'elements',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='CaseElement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='case_elements', to='projects.casestudypage')),
                ('element', models.ForeignKey(help_text='An element that others can learn about here. The first gives the page its colour.', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.elementpage', verbose_name='element')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ElementSuccessor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('element', models.ForeignKey(help_text='The element in which its content is now found.', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.elementpage', verbose_name='element')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='successors', to='projects.elementpage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GlossaryPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(help_text='One or two sentences that say what this page tells. Shown in lists, in search and when shared.', max_length=400, verbose_name='summary')),
                ('text_language', models.CharField(blank=True, choices=[('en', 'English'), ('da', 'Dansk'), ('nb', 'Norsk bokmål'), ('sv', 'Svenska'), ('fi', 'Suomi'), ('is', 'Íslenska'), ('nn', 'Norsk nynorsk'), ('fo', 'Føroyskt'), ('se', 'Davvisámegiella'), ('kl', 'Kalaallisut')], help_text='Only if the text is not in the language of this part of the site, for example Nynorsk among Bokmål pages.', max_length=8, verbose_name='language of the text')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty: a card with the title is then drawn.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='picture for sharing')),
            ],
            options={
                'verbose_name': 'glossary page',
                'verbose_name_plural': 'glossary pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('language', models.CharField(max_length=8)),
                ('submitted', models.JSONField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='partners.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='StrategyIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(help_text='One or two sentences that say what this page tells. Shown in lists, in search and when shared.', max_length=400, verbose_name='summary')),
                ('text_language', models.CharField(blank=True, choices=[('en', 'English'), ('da', 'Dansk'), ('nb', 'Norsk bokmål'), ('sv', 'Svenska'), ('fi', 'Suomi'), ('is', 'Íslenska'), ('nn', 'Norsk nynorsk'), ('fo', 'Føroyskt'), ('se', 'Davvisámegiella'), ('kl', 'Kalaallisut')], help_text='Only if the text is not in the language of this part of the site, for example Nynorsk among Bokmål pages.', max_length=8, verbose_name='language of the text')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty: a card with the title is then drawn.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='picture for sharing')),
            ],
            options={
                'verbose_name': 'overview of strategies',
                'verbose_name_plural': 'overviews of strategies',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StrategyPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(help_text='One or two sentences that say what this page tells. Shown in lists, in search and when shared.', max_length=400, verbose_name='summary')),
                ('text_language', models.CharField(blank=True, choices=[('en', 'English'), ('da', 'Dansk'), ('nb', 'Norsk bokmål'), ('sv', 'Svenska'), ('fi', 'Suomi'), ('is', 'Íslenska'), ('nn', 'Norsk nynorsk'), ('fo', 'Føroyskt'), ('se', 'Davvisámegiella'), ('kl', 'Kalaallisut')], help_text='Only if the text is not in the language of this part of the site, for example Nynorsk among Bokmål pages.', max_length=8, verbose_name='language of the text')),
                ('sources', wagtail.fields.StreamField([('source', 4)], blank=True, block_lookup={0: ('wagtail.blocks.RegexBlock', (), {'error_messages': {'invalid': 'Use lower-case letters, digits and hyphens only, for example s1.'}, 'help_text': 'Short and unique on this page, for example s1.', 'label': 'Mark', 'regex': '^[a-z0-9-]{1,20}$'}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who answers for it, for example Statistics Norway, not the name of the report.', 'label': 'Publisher', 'max_length': 160}), 2: ('wagtail.blocks.URLBlock', (), {'help_text': 'The page or file itself, beginning with https://.', 'label': 'Address'}), 3: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'help_text': 'Leave out only what visitors cannot open, for example an e-mail.', 'label': 'Show to visitors', 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('identifier', 0), ('publisher', 1), ('url', 2), ('public', 3)]], {})}, help_text='Where the facts of this page come from.', verbose_name='sources')),
                ('editorial_notes', wagtail.fields.StreamField([('note', 3)], blank=True, block_lookup={0: ('wagtail.blocks.TextBlock', (), {'help_text': 'One fact of the page, as it can be checked, for example: Work began in 2019.', 'label': 'Statement'}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'Separated by commas, for example s1, s2.', 'label': 'Marks of the sources', 'max_length': 120, 'required': False}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('high', 'High'), ('medium', 'Medium'), ('low', 'Low')], 'help_text': 'High: stated by the body responsible or by two independent sources. Medium: one secondary source. Low: general knowledge or an editorial reading.', 'label': 'Confidence'}), 3: ('wagtail.blocks.StructBlock', [[('statement', 0), ('sources', 1), ('confidence', 2)]], {})}, help_text='Each checked fact with its sources. Never shown to visitors.', verbose_name='editorial notes')),
                ('relation', models.CharField(choices=[('builds_on', 'The initiative builds on these'), ('result', 'Results of the initiative'), ('related', 'Related strategies')], help_text='Decides the group in which lists show it.', max_length=12, verbose_name='relation to the initiative')),
                ('year', models.PositiveSmallIntegerField(blank=True, help_text='When it was published, for example 2019.', null=True, verbose_name='year')),
                ('country', portal.core.forms.places.CountryField(choices=[('DK', 'Denmark'), ('FI', 'Finland'), ('FO', 'Faroe Islands'), ('GL', 'Greenland'), ('IS', 'Iceland'), ('NO', 'Norway'), ('SE', 'Sweden'), ('AX', 'Åland'), ('NORDIC', 'The Nordic region')], help_text='Whose strategy it is. The Nordic region, if of several countries.', max_length=6, verbose_name='country')),
                ('publishers', wagtail.fields.StreamField([('publisher', 0)], blank=True, block_lookup={0: ('portal.core.blocks.facts.FactCharBlock', (), {'max_length': 160})}, help_text='Who issued it, each by the official name, for example Ministry of Digital Affairs.', verbose_name='publishers')),
                ('document_url', models.URLField(help_text='The document or its official page, beginning with https://.', max_length=500, verbose_name='address of the strategy')),
                ('local_titles', wagtail.fields.StreamField([('name', 2)], blank=True, block_lookup={0: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('en', 'English'), ('da', 'Dansk'), ('nb', 'Norsk bokmål'), ('sv', 'Svenska'), ('fi', 'Suomi'), ('is', 'Íslenska'), ('nn', 'Norsk nynorsk'), ('fo', 'Føroyskt'), ('se', 'Davvisámegiella'), ('kl', 'Kalaallisut')], 'help_text': 'The language of this name.', 'label': 'Language'}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'As it is written officially in that language.', 'label': 'Name', 'max_length': 200}), 2: ('wagtail.blocks.StructBlock', [[('language', 0), ('name', 1)]], {})}, help_text='The title in each language in which the document exists.', verbose_name='titles in own languages')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown when the page is shared. Leave empty: a card with the title is then drawn.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='picture for sharing')),
            ],
            options={
                'verbose_name': 'strategy',
                'verbose_name_plural': 'strategies',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='ElementStrategy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='element_strategies', to='projects.elementpage')),
                ('strategy', models.ForeignKey(help_text='A strategy that says something about this element.', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.strategypage', verbose_name='strategy')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StrategyPartner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='strategy_partners', to='projects.strategypage')),
                ('partner', models.ForeignKey(help_text='A partner of the initiative who worked on it.', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partners.partnerpage', verbose_name='partner')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WizardDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said', models.JSONField(default=dict)),
                ('unfinished', models.JSONField(default=dict)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='case_wizard_draft', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'answers of the case study wizard',
                'verbose_name_plural': 'answers of the case study wizard',
            },
        ),
        migrations.CreateModel(
            name='GlossaryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('da', 'Dansk'), ('nb', 'Norsk bokmål'), ('sv', 'Svenska'), ('fi', 'Suomi'), ('is', 'Íslenska'), ('nn', 'Norsk nynorsk'), ('fo', 'Føroyskt'), ('se', 'Davvisámegiella'), ('kl', 'Kalaallisut')], help_text='The language of these words.', max_length=8, verbose_name='language')),
                ('term', models.CharField(help_text='The word to prefer.', max_length=120, verbose_name='term')),
                ('synonyms', models.JSONField(blank=True, default=list, help_text='A list of words that people also search for, for example ["trash", "refuse"].', verbose_name='synonyms')),
                ('definition', models.TextField(blank=True, help_text='What it means, in one sentence that a new colleague understands.', max_length=600, verbose_name='definition')),
                ('concept', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='projects.glossaryconcept')),
            ],
            options={
                'ordering': ['language'],
                'constraints': [models.UniqueConstraint(fields=('concept', 'language'), name='unique_glossary_entry')],
            },
        ),
    ]
